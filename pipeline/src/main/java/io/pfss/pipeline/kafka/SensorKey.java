// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The key of records about a sensor: its number as text. */
public final class SensorKey {
  private SensorKey() {}

  /** Returns the key of a sensor's records. */
  public static byte[] of(long sensorId) {
    return SourceHeaders.text(Long.toString(sensorId));
  }

  /** Returns the sensor of a key; empty if another program wrote it. */
  public static OptionalLong read(byte @Nullable [] key) {
    if (key == null) {
      return OptionalLong.empty();
    }

    try {
      return OptionalLong.of(Long.parseLong(new String(key, StandardCharsets.UTF_8)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
