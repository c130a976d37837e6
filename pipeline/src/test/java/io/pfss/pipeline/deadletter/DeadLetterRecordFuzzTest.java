// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicName;
import io.pfss.pipeline.sink.DeadLetterSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * An input has one header per line (without = the header has no value), an empty line, and the
 * value.
 */
class DeadLetterRecordFuzzTest {
  private static final DeadLetterSink SINK = DeadLetterSink.to(KafkaCluster.at("localhost:9092"));
  private static final SourceOffset OFFSET = new SourceOffset(2, 17);

  @DictionaryFile(resourcePath = "dead-letters.dict")
  @FuzzTest
  void readsAnyRecordAsDeadLetter(byte[] input) {
    DeadLetterRecord deadLetter = DeadLetterRecord.of(record(ByteBuffer.wrap(input)));

    assertThat(deadLetter.place()).isEqualTo(OFFSET);
    assertThat(deadLetter.value()).isNotNull();
    assertThat(Instant.ofEpochMilli(deadLetter.timeMillis()).toString()).isNotEmpty();
    assertThat(deadLetter.sourceTopic())
        .matches(topic -> topic.isEmpty() || TopicName.isValid(topic));
    assertThat(deadLetter.hasTarget())
        .isEqualTo(deadLetter.isLine() || !deadLetter.sourceTopic().isEmpty());
    for (String text :
        new String[] {deadLetter.code(), deadLetter.message(), deadLetter.source()}) {
      assertThat(text.codePoints()).noneMatch(Character::isISOControl);
    }

    assertRoundTrip(deadLetter);
    assertOffsetOrEmpty(input);
  }

  /** Checks that a dead letter that the pipeline could have written is read back unchanged. */
  private static void assertRoundTrip(DeadLetterRecord deadLetter) {
    for (ErrorCode code : ErrorCode.values()) {
      if (deadLetter.code().equals(code.name()) && deadLetter.timeMillis() >= 0) {
        DeadLetter sent =
            new DeadLetter(
                deadLetter.value(), code, deadLetter.message(), OFFSET, deadLetter.timeMillis());
        RecordHeaders headers = (RecordHeaders) SINK.record(sent).headers();
        DeadLetterRecord stored = DeadLetterRecord.of(record(headers, deadLetter.value()));
        assertThat(stored.code()).isEqualTo(deadLetter.code());
        assertThat(stored.message()).isEqualTo(deadLetter.message());
        assertThat(stored.timeMillis()).isEqualTo(deadLetter.timeMillis());
        assertThat(stored.source()).isEqualTo("heat 2/17");
        assertThat(stored.value()).isEqualTo(deadLetter.value());
      }
    }
  }

  private static void assertOffsetOrEmpty(byte[] key) {
    Optional<SourceOffset> place = DeadLetterTopic.place(key);
    place.ifPresent(
        there -> assertThat(DeadLetterTopic.place(DeadLetterTopic.key(there))).isEqualTo(place));
  }

  private static ConsumerRecord<byte[], byte[]> record(ByteBuffer input) {
    RecordHeaders headers = new RecordHeaders();
    for (byte[] line = line(input); line.length > 0; line = line(input)) {
      String[] header = new String(line, StandardCharsets.ISO_8859_1).split("=", 2);
      headers.add(
          header[0], header.length == 1 ? null : header[1].getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] value = new byte[input.remaining()];
    input.get(value);
    return record(headers, value.length == 0 ? null : value);
  }

  private static ConsumerRecord<byte[], byte[]> record(RecordHeaders headers, byte[] value) {
    return new ConsumerRecord<>(
        "heat_dlq",
        OFFSET.partition(),
        OFFSET.offset(),
        1_700_000_000_000L,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] line(ByteBuffer input) {
    int start = input.position();
    while (input.hasRemaining() && input.get(input.position()) != '\n') {
      input.get();
    }

    byte[] line = new byte[input.position() - start];
    input.get(start, line);
    if (input.hasRemaining()) {
      input.get();
    }

    return line;
  }
}
