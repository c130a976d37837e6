// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Inputs are segments without a checksum; the test adds the right one. */
class SegmentFuzzTest {
  @FuzzTest
  void bytesAreASegmentOrAreRefused(byte[] content) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(content);
    byte[] bytes =
        ByteBuffer.allocate(content.length + Integer.BYTES)
            .put(content)
            .putInt((int) crc.getValue())
            .array();
    List<ReceivedReading> readings;
    try {
      readings = Segment.read(bytes);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }

    Segment segment = new Segment();
    readings.forEach(segment::add);
    assertThat(Segment.read(segment.toBytes())).isEqualTo(readings);
  }
}
