package io.pfss.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.Readings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class PublishDeadLettersTest {
  @Test
  void aRecordHasTheOriginalBytesAndSaysWhatIsWrongAndWhereItCameFrom() {
    byte[] original = {'{', -1, 0};
    DeadLetter letter =
        new DeadLetter(original, ErrorCode.SCHEMA, "왜", new KafkaPosition(2, 77), 1_234);

    PublishDeadLetters.Records records = new PublishDeadLetters.Records("dlq", "source");
    ReadingBatch batch = ReadingBatch.of(List.of(Readings.at(1, 1)), List.of(letter));

    assertThat(records.of(batch)).hasSize(1);
    assertThat(records.rest(batch))
        .isEqualTo(ReadingBatch.of(List.of(Readings.at(1, 1)), List.of()));
    ProducerRecord<byte[], byte[]> record = records.of(batch).get(0);

    assertThat(record.topic()).isEqualTo("dlq");
    assertThat(record.key()).isNull();
    assertThat(record.value()).isEqualTo(original);
    Map<String, String> headers = new TreeMap<>();
    record
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "error_code", "SCHEMA",
                "error_message", "왜",
                "error_time", "1234",
                "source_topic", "source",
                "source_partition", "2",
                "source_offset", "77"));
  }
}
