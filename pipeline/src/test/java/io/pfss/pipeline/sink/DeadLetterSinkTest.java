// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterSinkTest {
  @Test
  void recordHasBytesErrorAndOrigin() {
    byte[] original = {'{', -1, 0};
    DeadLetter deadLetter =
        new DeadLetter(original, ErrorCode.SCHEMA, "왜", new SourceOffset(2, 77), 1_234);

    ProducerRecord<byte[], byte[]> record =
        DeadLetterSink.to(KafkaCluster.at("localhost:9092"))
            .withTopic("dlq")
            .from("source")
            .record(deadLetter);

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
