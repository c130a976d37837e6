// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.faults;

import java.util.EnumMap;
import java.util.Map;

/**
 * The share of readings with each fault; a reading has at most one fault.
 *
 * @param rates by fault, each 0…1; absent: 0
 */
public record FaultRates(Map<Fault, Double> rates) {
  /** No faults. */
  public static final FaultRates NONE = new FaultRates(Map.of());

  public FaultRates {
    double sum = 0;
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      if (!(rate.getValue() >= 0 && rate.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "The share of " + rate.getKey().optionName() + " must be 0…1: " + rate.getValue());
      }

      sum += rate.getValue();
    }

    if (sum > 1) {
      throw new IllegalArgumentException("The faults' shares add up to more than 1: " + sum);
    }

    rates = Map.copyOf(rates);
  }

  /**
   * Parses the value of an option, for example {@code malformed=0.01,late=0.02}; empty for no
   * faults.
   *
   * @throws IllegalArgumentException if the value is not such a list
   */
  public static FaultRates parse(String text) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (String untrimmed : text.isBlank() ? new String[0] : text.split(",")) {
      String part = untrimmed.strip();
      String[] nameAndRate = part.split("=", -1);
      if (nameAndRate.length != 2) {
        throw new IllegalArgumentException(
            "'" + part + "' is not a fault with its share: write it as malformed=0.01");
      }

      Fault fault = Fault.of(nameAndRate[0]);
      rates.put(fault, rate(nameAndRate[1], part, fault));
    }

    return new FaultRates(rates);
  }

  /** Returns the share of a fault. */
  public double of(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  private static double rate(String text, String part, Fault fault) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The share in '"
              + part
              + "' is not a number: write it as "
              + fault.optionName()
              + "=0.01",
          e);
    }
  }
}
