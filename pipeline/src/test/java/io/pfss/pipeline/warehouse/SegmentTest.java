// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final long TIME = 1_700_000_000_000L;

  /** A segment of the former version, whose readings had no unknown fields. */
  private static final String FORMER =
      "50465332"
          + "00000000"
          + "0000000000000001"
          + "0000000000000007"
          + "0000018bcfe56800"
          + "0000018bcfe56801"
          + "00000001"
          + "4004000000000000"
          + "00000000"
          + "0000000000000002"
          + "0000000000000007"
          + "0000018bcfe56800"
          + "0000018bcfe56801"
          + "00000000"
          + "00000002"
          + "f91ab01b";

  @Test
  void readsASegmentOfTheFormerVersion() throws IOException {
    assertThat(Segment.read(HexFormat.of().parseHex(FORMER)))
        .containsExactly(
            new ReceivedReading(
                HeatReading.builder(7, TIME).set(Measure.R_REACTIVE_POWER, 2.5).build(),
                new SourceOffset(0, 1),
                TIME + 1),
            new ReceivedReading(
                HeatReading.builder(7, TIME).build(), new SourceOffset(0, 2), TIME + 1));
  }

  @Test
  void longUnknownFieldsFit() throws IOException {
    ReceivedReading longest =
        new ReceivedReading(
            HeatReading.builder(1, TIME).extra("{\"a\":\"" + "가".repeat(90_000) + "\"}").build(),
            new SourceOffset(0, 3),
            TIME,
            Optional.of(SohState.CAUTION));
    Segment segment = new Segment();
    List<ReceivedReading> readings = List.of(longest, Readings.at(TIME, 4), longest);
    readings.forEach(segment::add);

    assertThat(Segment.read(segment.toBytes())).isEqualTo(readings);
  }

  @Test
  void refusesBytesThatAreNotASegment() {
    assertThatThrownBy(
            () -> Segment.read(HexFormat.of().parseHex(FORMER.replace("50465332", "50465334"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a segment");
  }
}
