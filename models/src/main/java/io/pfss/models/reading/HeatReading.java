// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one sensor: an event time, 23 measures, each of which may be absent, and unknown
 * fields.
 *
 * <p>Immutable. An absent measure is {@code NaN}; a measure is never infinite.
 */
public final class HeatReading {
  private final long sensorId;
  private final long eventTimeMillis;
  private final double[] values;

  /** Unknown fields as a JSON object; null if there are none. */
  private final @Nullable String extra;

  private HeatReading(
      long sensorId, long eventTimeMillis, double[] values, @Nullable String extra) {
    this.sensorId = sensorId;
    this.eventTimeMillis = eventTimeMillis;
    this.values = values;
    this.extra = extra;
  }

  /** Starts a reading without measures. */
  public static Builder builder(long sensorId, long eventTimeMillis) {
    return new Builder(sensorId, eventTimeMillis);
  }

  /** Returns the sensor that sent the reading. */
  public long sensorId() {
    return sensorId;
  }

  /** Returns the event time, in ms since the epoch. */
  public long eventTimeMillis() {
    return eventTimeMillis;
  }

  /**
   * Returns the measure's value in its {@linkplain Measure#unit() unit}; {@code NaN} if it is
   * absent.
   */
  public double value(Measure measure) {
    return values[measure.ordinal()];
  }

  /** Whether the measure is present. */
  public boolean has(Measure measure) {
    return !Double.isNaN(value(measure));
  }

  /** Returns the unknown fields as a JSON object; empty if there are none. */
  public Optional<String> extra() {
    return Optional.ofNullable(extra);
  }

  /** Returns this reading with another event time. */
  public HeatReading at(long otherEventTimeMillis) {
    return new HeatReading(sensorId, otherEventTimeMillis, values, extra);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeatReading that
        && sensorId == that.sensorId
        && eventTimeMillis == that.eventTimeMillis
        && Arrays.equals(values, that.values)
        && Objects.equals(extra, that.extra);
  }

  @Override
  public int hashCode() {
    return 31
            * (31 * (31 * Long.hashCode(sensorId) + Long.hashCode(eventTimeMillis))
                + Arrays.hashCode(values))
        + Objects.hashCode(extra);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("HeatReading{sensor ")
            .append(sensorId)
            .append(" at ")
            .append(eventTimeMillis);
    for (Measure measure : Measure.ALL) {
      if (has(measure)) {
        text.append(", ").append(measure.column()).append('=').append(value(measure));
      }
    }

    extra().ifPresent(fields -> text.append(", extra=").append(fields));
    return text.append('}').toString();
  }

  /** Collects the measures of one reading; used once. */
  public static final class Builder {
    /** Marks a used builder. */
    private static final double[] USED = {};

    private final long sensorId;
    private final long eventTimeMillis;
    private double[] values = new double[Measure.ALL.size()];
    private @Nullable String extra;

    private Builder(long sensorId, long eventTimeMillis) {
      this.sensorId = sensorId;
      this.eventTimeMillis = eventTimeMillis;
      Arrays.fill(values, Double.NaN);
    }

    /**
     * Sets a measure; {@code NaN} makes it absent.
     *
     * @throws IllegalArgumentException if the value is infinite
     */
    public Builder set(Measure measure, double value) {
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException(measure.column() + " is not finite: " + value);
      }

      // Negative zero and positive zero are one measurement: readings must compare equal.
      values[measure.ordinal()] = value + 0.0;
      return this;
    }

    /** Sets the unknown fields, as a JSON object. */
    public Builder extra(String fields) {
      extra = Objects.requireNonNull(fields, "fields");
      return this;
    }

    /** Returns the reading; the builder cannot be used again. */
    public HeatReading build() {
      HeatReading reading = new HeatReading(sensorId, eventTimeMillis, values, extra);
      values = USED;
      return reading;
    }
  }
}
