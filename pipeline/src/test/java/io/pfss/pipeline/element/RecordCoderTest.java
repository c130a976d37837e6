// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.score.Scores;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder.NonDeterministicException;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RecordCoderTest {
  private static final RecordCoder<Parts> PARTS = RecordCoder.of(Parts.class);
  private static final RecordCoder<ScoredBatch> BATCH = RecordCoder.of(ScoredBatch.class);
  private static final DeadLetter DEAD_LETTER =
      new DeadLetter(
          new byte[] {0, -1, 7},
          ErrorCode.OUT_OF_RANGE,
          "온도 is not finite: NaN",
          new SourceOffset(2, 9_000_000_000L),
          1_700_000_000_000L);

  @Test
  void roundTripsEveryComponentType() throws Exception {
    for (Parts parts :
        List.of(
            new Parts(0, 0, 0, false, ErrorCode.SINK, Optional.empty(), "", List.of(), Map.of()),
            new Parts(
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                Double.NaN,
                true,
                ErrorCode.MALFORMED,
                Optional.of(ErrorCode.MODEL),
                "온도",
                List.of("", "a"),
                Map.of(1L, DEAD_LETTER)))) {
      CoderProperties.coderDecodeEncodeEqual(PARTS, parts);
    }

    CoderProperties.coderSerializable(PARTS);
  }

  @Test
  void roundTripsBatch() throws Exception {
    ParsedBatch readings = ParsedBatch.of(List.of(Readings.at(1, 1), Readings.at(2, 2)));
    ScoredBatch batch =
        readings.withScores(
            List.of(Scores.warning(1, 1), Scores.empty(2, 2)), List.of(DEAD_LETTER));
    CoderProperties.coderDecodeEncodeEqual(BATCH, batch);
    CoderProperties.coderConsistentWithEquals(
        BATCH, batch, readings.withScores(batch.scored(), batch.deadLetters()));
    CoderProperties.coderDeterministic(
        BATCH, batch, readings.withScores(batch.scored(), batch.deadLetters()));
  }

  @Test
  void beamInfersCoder() throws Exception {
    CoderRegistry registry = CoderRegistry.createDefault();
    assertThat(registry.getCoder(ScoredBatch.class)).isEqualTo(BATCH).isNotEqualTo(PARTS);
    assertThat(registry.getCoder(ReceivedReading.class)).isEqualTo(ReceivedReadingCoder.of());
    assertThat(registry.getCoder(ScoredReading.class)).isEqualTo(ScoredReadingCoder.of());
  }

  @Test
  void coderWithMapIsNotDeterministic() {
    assertThatThrownBy(PARTS::verifyDeterministic).isInstanceOf(NonDeterministicException.class);
  }

  @Test
  void refusesComponentWithoutEncoding() {
    assertThatThrownBy(() -> RecordCoder.of(Odd.class)).hasMessageContaining("java.util.Set");
  }

  @Test
  void refusesDamagedBytesWithoutAllocation() throws Exception {
    byte[] bytes =
        CoderUtils.encodeToByteArray(
            BATCH, ParsedBatch.of(List.of()).withScores(List.of(), List.of(DEAD_LETTER)));
    assertThatThrownBy(() -> BATCH.decode(new ByteArrayInputStream(bytes, 0, bytes.length - 1)))
        .isInstanceOf(java.io.IOException.class);
    // Three empty lists, one dead letter, and a value of 2 GB.
    byte[] wrongLength = {0, 0, 0, 1, -1, -1, -1, -1, 7, 42};
    assertThatThrownBy(() -> BATCH.decode(new ByteArrayInputStream(wrongLength)))
        .hasMessage("Expected 2147483647 bytes, found 1");
    byte[] noPartition = {1, 1, 0, 0, 0};
    assertThatThrownBy(() -> BATCH.decode(new ByteArrayInputStream(noPartition)))
        .isInstanceOf(CoderException.class)
        .hasMessage("Invalid OffsetRange: Invalid offset range: partition -1, from 0 until 0");
  }

  /** A record with every type of component. */
  @DefaultCoder(RecordCoder.class)
  private record Parts(
      int number,
      long count,
      double value,
      boolean is,
      ErrorCode code,
      Optional<ErrorCode> other,
      String text,
      List<String> texts,
      Map<Long, DeadLetter> deadLetters) {}

  private record Odd(Set<String> texts) {}
}
