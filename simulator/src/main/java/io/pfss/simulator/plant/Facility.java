// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import io.pfss.models.reading.HeatReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A virtual facility that gives a reading a minute: motors whose reactive power is Q0 + k·load², a
 * {@link CapacitorBank} that compensates it, and {@link Faults} of the bank. The same seed, number
 * and start give the same readings. Used once; not thread-safe.
 */
public final class Facility {
  private static final long KOREA_MINUTES = Duration.ofHours(9).toMinutes();
  private static final double THERMAL_LAG_MINUTES = 20;
  private static final double TARGET_TANGENT = Math.tan(Math.acos(0.97));
  private static final int DAY_MINUTES = 1440;

  private final Fleet fleet;
  private final Duty duty;
  private final double ratedPower;
  private final double noLoad;
  private final double quadratic;
  private final Load load;
  private final CapacitorBank bank;
  private final Faults faults;
  private final Meter meter;
  private final Link link;
  private final SplittableRandom random;
  private final double ambient;
  private final double[] shareOffsets = new double[3];
  private final double imbalancePerDay;
  private final long firstMinute;
  private double temperature = Double.NaN;

  /**
   * Creates a facility.
   *
   * @param seed of all facilities
   * @param number of the facility and of its sensor, from 1
   * @param from time of the first reading, on a minute
   */
  public Facility(long seed, long number, Instant from) {
    this.firstMinute = Duration.between(Instant.EPOCH, from).toMinutes();
    this.fleet = Fleet.of(seed);
    this.duty = Duty.of(new SplittableRandom(~seed).nextDouble(), number);
    this.random = new SplittableRandom(seed * 1_000_003 + number);
    this.ratedPower = fleet.ratedPower().draw(random);
    this.noLoad = fleet.noLoad().draw(random);
    this.quadratic = fleet.quadratic().draw(random);
    this.load = new Load(random.split(), duty, fleet, noLoad);
    double needed = demand(load.working()) - load.working() * TARGET_TANGENT;
    this.bank =
        new CapacitorBank(
            random.split(),
            ratedPower * Math.max(0, needed) * duty.coverage().draw(random),
            duty == Duty.SHIFTS ? ratedPower * demand(1.25 * load.idle()) : 0);
    this.faults = new Faults(random.split(), fleet, firstMinute);
    this.meter = new Meter(random.split(), number);
    this.link = new Link(random.split());
    this.ambient = 15 + 10 * random.nextDouble();
    this.imbalancePerDay = 0.04 * random.nextDouble();
    for (int phase = 0; phase < 3; phase++) {
      shareOffsets[phase] = 0.025 * random.nextGaussian();
    }
  }

  /** Returns the rated power, in VA. */
  public double ratedPower() {
    return ratedPower;
  }

  /** Returns what the facility is used for. */
  Duty duty() {
    return duty;
  }

  /** Gives the readings that arrive at all, by event time. */
  public void byEventTime(long minutes, Consumer<HeatReading> sink) {
    for (long minute = firstMinute; minute < firstMinute + minutes; minute++) {
      HeatReading reading = next(minute);
      if (link.arrival(minute).isPresent()) {
        sink.accept(reading);
      }
    }
  }

  /** Gives the same readings in the order of their arrival. */
  public void byArrival(long minutes, Consumer<HeatReading> sink) {
    PriorityQueue<Arrival> coming =
        new PriorityQueue<>(
            Comparator.comparingLong(Arrival::minute)
                .thenComparing(arrival -> arrival.reading.eventTimeMillis()));
    for (long minute = firstMinute; minute < firstMinute + minutes; minute++) {
      HeatReading reading = next(minute);
      link.arrival(minute).ifPresent(arrival -> coming.add(new Arrival(arrival, reading)));
      while (!coming.isEmpty() && coming.element().minute <= minute) {
        sink.accept(coming.remove().reading);
      }
    }

    while (!coming.isEmpty()) {
      sink.accept(coming.remove().reading);
    }
  }

  private HeatReading next(long minute) {
    Fault fault = faults.at(minute);
    double share = load.next(minute + KOREA_MINUTES);
    double demand = share == 0 ? 0 : ratedPower * demand(share);
    double compensation = bank.next(demand, fault.capacity(minute));
    double growth = 1 + imbalancePerDay * (minute - firstMinute) / DAY_MINUTES;
    double[] active = new double[3];
    double[] reactive = new double[3];
    double[] sag = new double[3];
    for (int phase = 0; phase < 3; phase++) {
      boolean isFaulty = phase == fault.phase();
      double imbalance = isFaulty ? fault.imbalance(minute) : 0;
      double part = (1 + shareOffsets[phase] * growth + 0.06 * imbalance) / 3;
      double lost = isFaulty && fault.fuseBlown(minute) ? 1 : 0;
      active[phase] = ratedPower * share * part;
      reactive[phase] =
          demand * part * (1 + 0.01 * random.nextGaussian()) - compensation * (1 - lost) / 3;
      sag[phase] = 0.015 * imbalance;
    }

    return meter.next(minute, active, reactive, sag, temperature(minute, share, fault));
  }

  /** Returns Q0 + k·load², as a share of the rated power. */
  private double demand(double share) {
    return noLoad + quadratic * share * share;
  }

  private double temperature(long minute, double share, Fault fault) {
    double angle = 2 * Math.PI * ((minute + KOREA_MINUTES) % DAY_MINUTES - 240) / DAY_MINUTES;
    double settled = ambient - 4 * Math.cos(angle) + 20 * share + fault.heat(minute);
    double start = Double.isNaN(temperature) ? settled : temperature;
    temperature = start + (settled - start) * (1 - Math.exp(-1 / THERMAL_LAG_MINUTES));
    return temperature + 0.1 * random.nextGaussian();
  }

  /** A reading and the minute in which it arrives. */
  private record Arrival(long minute, HeatReading reading) {}
}
