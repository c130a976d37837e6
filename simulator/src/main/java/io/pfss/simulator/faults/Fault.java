// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.faults;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A fault of a reading. */
public enum Fault {
  /** The reading's time is minutes in the past, as after a network delay. Valid. */
  LATE("late", true),
  /** The reading is sent twice. Valid. */
  DUPLICATE("duplicate", true),
  /** The reading is sent after the sensor's next one. Valid. */
  OUT_OF_ORDER("out-of-order", true),
  /** Some measures are null. Valid. */
  NULL("null", true),
  /** The bytes are not a reading. Invalid. */
  MALFORMED("malformed", false),
  /** The reading has an impossible value. Invalid. */
  IMPOSSIBLE("impossible", false);

  private final String optionName;
  private final boolean valid;

  Fault(String optionName, boolean valid) {
    this.optionName = optionName;
    this.valid = valid;
  }

  /** Returns the name in options. */
  public String optionName() {
    return optionName;
  }

  /** Whether the sent record is a valid reading. */
  public boolean isValid() {
    return valid;
  }

  static Fault of(String optionName) {
    return Arrays.stream(values())
        .filter(fault -> fault.optionName.equals(optionName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown fault '" + optionName + "': choose from " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Fault::optionName).collect(Collectors.joining(", "));
  }
}
