package io.pfss.simulator.faults;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can go wrong with a reading on its way. */
public enum Fault {
  /** The reading's time is minutes back, as if the network had held it. Valid. */
  LATE("late", true),
  /** The reading is sent twice. Valid. */
  DUPLICATE("duplicate", true),
  /** The reading is sent after the sensor's next one. Valid. */
  OUT_OF_ORDER("out-of-order", true),
  /** Some measures are null. Valid. */
  NULL("null", true),
  /** The bytes are no reading. */
  MALFORMED("malformed", false),
  /** The reading says what cannot be. */
  IMPOSSIBLE("impossible", false);

  private final String optionName;
  private final boolean valid;

  Fault(String optionName, boolean valid) {
    this.optionName = optionName;
    this.valid = valid;
  }

  /** The name in options. */
  public String optionName() {
    return optionName;
  }

  /** Whether what is sent is still a valid reading. */
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
                    "There is no fault '" + optionName + "': choose from " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Fault::optionName).collect(Collectors.joining(", "));
  }
}
