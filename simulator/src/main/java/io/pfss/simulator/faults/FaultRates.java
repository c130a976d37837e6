package io.pfss.simulator.faults;

import java.util.EnumMap;
import java.util.Map;

/**
 * The share of readings that each fault befalls; a reading meets one fault at most.
 *
 * @param rates by fault, each 0…1; absent: 0
 */
public record FaultRates(Map<Fault, Double> rates) {
  /** No faults at all. */
  public static final FaultRates NONE = new FaultRates(Map.of());

  public FaultRates {
    double sum = 0;
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      if (!(rate.getValue() >= 0 && rate.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "The share of " + rate.getKey().optionName() + " is not 0…1: " + rate.getValue());
      }

      sum += rate.getValue();
    }

    if (sum > 1) {
      throw new IllegalArgumentException("The faults' shares add up to more than 1: " + sum);
    }

    rates = Map.copyOf(rates);
  }

  /**
   * Reads what an option says, for example {@code malformed=0.01,late=0.02}; empty for none.
   *
   * @throws IllegalArgumentException if it does not say that
   */
  public static FaultRates parse(String text) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (String part : text.isBlank() ? new String[0] : text.split(",")) {
      String[] nameAndRate = part.strip().split("=", -1);
      if (nameAndRate.length != 2) {
        throw new IllegalArgumentException(
            "'" + part + "' is no fault with its share: write it as malformed=0.01");
      }

      rates.put(Fault.of(nameAndRate[0]), rate(nameAndRate[1], part));
    }

    return new FaultRates(rates);
  }

  /** The share of a fault. */
  public double of(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  private static double rate(String text, String part) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("The share in '" + part + "' is no number", e);
    }
  }
}
