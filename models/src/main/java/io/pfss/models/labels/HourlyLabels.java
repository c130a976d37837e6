// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Labels readings by a rule on the power factor of each hour, because AI Hub data set 239 has one
 * label for each hour (guide v1.5, § 2.4). An hour's power factor is calculated from its energy, as
 * in a billing meter: ΣP / √((ΣP)² + (ΣQ)²). Readings of an hour without P and Q get no label.
 *
 * <p>The readings of each facility must be in time order. Not thread-safe.
 */
public final class HourlyLabels {
  private final PowerFactorRule rule;
  private final long intervalMillis;
  private final Consumer<LabelledReading> labelled;
  private final Map<Long, Interval> open = new HashMap<>();

  /**
   * Creates labels by a rule.
   *
   * @param interval the interval of a power factor, normally an hour; at least 1 ms
   * @param labelled receives each reading when its interval is over
   */
  public HourlyLabels(PowerFactorRule rule, Duration interval, Consumer<LabelledReading> labelled) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("The interval must be at least 1 ms: " + interval);
    }

    this.rule = rule;
    this.intervalMillis = interval.toMillis();
    this.labelled = labelled;
  }

  /**
   * Adds a reading.
   *
   * @throws IllegalArgumentException if a later interval of the facility has begun
   */
  public void add(HeatReading reading) {
    Interval interval = open.computeIfAbsent(reading.sensorId(), any -> new Interval());
    long number = Math.floorDiv(reading.eventTimeMillis(), intervalMillis);
    if (number < interval.number) {
      throw new IllegalArgumentException(
          Message.of(
              "The readings of facility %s are not in time order: %s",
              reading.sensorId(), reading.eventTimeMillis()));
    }

    if (number > interval.number) {
      interval.close();
      interval.number = number;
    }

    interval.add(reading);
  }

  /** Labels the remaining readings, after the last one. */
  public void end() {
    open.values().forEach(Interval::close);
    open.clear();
  }

  /** The current interval of one facility. */
  private final class Interval {
    private final List<HeatReading> readings = new ArrayList<>();
    private long number = Long.MIN_VALUE;
    private double active;
    private double reactive;
    private boolean known;
    private @Nullable SohState state;

    private void add(HeatReading reading) {
      readings.add(reading);
      if (reading.has(Measure.ACTIVE_POWER_AVG) && reading.has(Measure.REACTIVE_POWER_AVG)) {
        active += reading.value(Measure.ACTIVE_POWER_AVG);
        reactive += reading.value(Measure.REACTIVE_POWER_AVG);
        known = true;
      }
    }

    private void close() {
      if (known) {
        double powerFactor = PowerFactors.powerFactor(active, reactive);
        state = state == null ? rule.stateAt(powerFactor) : rule.stateAfter(state, powerFactor);
        readings.forEach(reading -> labelled.accept(new LabelledReading(reading, state)));
      }

      readings.clear();
      active = 0;
      reactive = 0;
      known = false;
    }
  }
}
