package io.pfss.models.reading;

import java.util.Arrays;

/**
 * One reading of one sensor: 23 measures, each of which may be absent, and an event time.
 *
 * <p>Immutable. An absent measure is {@code NaN} inside; a reading never holds another non-finite
 * value.
 */
public final class HeatReading {
  private final long sensorId;
  private final long eventTimeMillis;
  private final double[] values;

  private HeatReading(long sensorId, long eventTimeMillis, double[] values) {
    this.sensorId = sensorId;
    this.eventTimeMillis = eventTimeMillis;
    this.values = values;
  }

  /** Starts a reading without measures. */
  public static Builder builder(long sensorId, long eventTimeMillis) {
    return new Builder(sensorId, eventTimeMillis);
  }

  /** The sensor that sent the reading. */
  public long sensorId() {
    return sensorId;
  }

  /** When the sensor measured, in ms since the epoch, UTC. */
  public long eventTimeMillis() {
    return eventTimeMillis;
  }

  /**
   * The measure's value in its {@linkplain Measure#unit() unit}; {@code NaN} where it is absent.
   */
  public double value(Measure measure) {
    return values[measure.ordinal()];
  }

  /** Whether the measure is present. */
  public boolean has(Measure measure) {
    return !Double.isNaN(value(measure));
  }

  /** The same measures at another event time. */
  public HeatReading at(long otherEventTimeMillis) {
    return new HeatReading(sensorId, otherEventTimeMillis, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeatReading that
        && sensorId == that.sensorId
        && eventTimeMillis == that.eventTimeMillis
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(sensorId) + Long.hashCode(eventTimeMillis))
        + Arrays.hashCode(values);
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

    return text.append('}').toString();
  }

  /** Collects the measures of one reading; used once. */
  public static final class Builder {
    private final long sensorId;
    private final long eventTimeMillis;
    private double[] values = new double[Measure.ALL.size()];

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

    /** The reading; the builder cannot be used again. */
    public HeatReading build() {
      HeatReading reading = new HeatReading(sensorId, eventTimeMillis, values);
      values = null;
      return reading;
    }
  }
}
