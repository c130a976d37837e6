// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.Readings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ReceivedReadingCoderTest {
  private static final ReceivedReadingCoder CODER = ReceivedReadingCoder.of();
  private static final ReceivedReading FULL = Readings.at(1_700_000_000_123L, 3, 5_000_000_000L);
  private static final ReceivedReading SPARSE =
      new ReceivedReading(
          HeatReading.builder(-7, 0).set(Measure.FREQUENCY, -0.5).build(),
          new SourceOffset(0, 0),
          -1);

  private static final ReceivedReading LABELLED =
      new ReceivedReading(
          HeatReading.builder(-7, 0).set(Measure.TEMPERATURE, 1).extra("{\"습도\":3}").build(),
          new SourceOffset(0, 0),
          5,
          Optional.of(SohState.WARNING));

  @Test
  void decodesEncodedReading() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, LABELLED);
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(ParsedBatch.class), ParsedBatch.of(List.of(LABELLED, FULL, LABELLED)));
    CoderProperties.coderDecodeEncodeEqual(CODER, FULL);
    CoderProperties.coderDecodeEncodeEqual(CODER, SPARSE);
  }

  @Test
  void isDeterministicAndConsistentWithEquals() throws Exception {
    CoderProperties.coderDeterministic(
        CODER, FULL, Readings.at(1_700_000_000_123L, 3, 5_000_000_000L));
    CoderProperties.coderConsistentWithEquals(CODER, FULL, SPARSE);
    CoderProperties.coderSerializable(CODER);
  }

  @Test
  void absentMeasuresNeedNoBytes() throws IOException {
    assertThat(CoderUtils.encodeToByteArray(CODER, FULL)).hasSize(ReceivedReadingCoder.MAX_BYTES);
    assertThat(CoderUtils.encodeToByteArray(CODER, SPARSE))
        .hasSize(ReceivedReadingCoder.MAX_BYTES - (Measure.ALL.size() - 1) * Double.BYTES);
  }
}
