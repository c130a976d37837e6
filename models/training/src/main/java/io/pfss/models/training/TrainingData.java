// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.TreeSet;

/**
 * Features, state, facility and time of labelled readings: about 100 bytes each. Not thread-safe.
 */
public final class TrainingData {
  private static final int FIRST_CAPACITY = 1024;

  private final List<Feature> features;
  private final MessageDigest hash = ModelStore.sha256();
  private final TreeSet<Long> facilities = new TreeSet<>();

  /** Values by feature, then by row. */
  private final double[][] columns;

  private byte[] states = new byte[FIRST_CAPACITY];
  private long[] sensors = new long[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int size;

  /** Event times of all readings, including those without a row. */
  private final LongSummaryStatistics period = new LongSummaryStatistics();

  /** Creates data without readings. */
  public TrainingData(List<Feature> features) {
    this.features = List.copyOf(features);
    this.columns = new double[features.size()][FIRST_CAPACITY];
  }

  /**
   * Adds a reading. One that lacks a power factor counts in the hash but gets no row, because no
   * model scores it.
   *
   * @param ratedPower the facility's rated power in VA; {@code NaN} if it is unknown
   */
  public void add(LabelledReading labelled, double ratedPower) {
    HeatReading reading = labelled.reading();
    hash.update(HeatJson.write(reading));
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(labelled.state().ordinal()).flip());
    period.accept(reading.eventTimeMillis());
    if (!PowerFactors.of(reading).areKnown()) {
      return;
    }

    grow();
    double[] row = Feature.values(features, reading, ratedPower);
    for (int i = 0; i < row.length; i++) {
      columns[i][size] = row[i];
    }

    states[size] = (byte) labelled.state().ordinal();
    sensors[size] = reading.sensorId();
    times[size] = reading.eventTimeMillis();
    facilities.add(reading.sensorId());
    size++;
  }

  /** Returns the features of a row, in order. */
  public List<Feature> features() {
    return features;
  }

  /** Returns the number of added readings, including those without a row. */
  public long readings() {
    return period.getCount();
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the features of a row. */
  public double[] row(int row) {
    double[] values = new double[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i][row];
    }

    return values;
  }

  /** Returns a feature of a row; {@code NaN} if it is absent. */
  public double value(int row, int feature) {
    return columns[feature][row];
  }

  /** Returns a feature of rows. */
  double[] values(int[] rows, int feature) {
    return Arrays.stream(rows).mapToDouble(row -> columns[feature][row]).toArray();
  }

  /** Returns the state of a row. */
  public SohState state(int row) {
    return SohState.ALL.get(states[row]);
  }

  /** Returns the facility of a row. */
  public long facility(int row) {
    return sensors[row];
  }

  /** Returns the event time of a row, in ms since the epoch. */
  public long timeMillis(int row) {
    return times[row];
  }

  /** Returns all facilities that have a row, in order. */
  public List<Long> facilities() {
    return List.copyOf(facilities);
  }

  /** Returns the earliest event time of all readings, in ms since the epoch. */
  public long fromMillis() {
    return period.getMin();
  }

  /** Returns the latest event time of all readings, in ms since the epoch. */
  public long toMillis() {
    return period.getMax();
  }

  /** Returns the SHA-256 of all readings and their states, in order; can be called once. */
  String hash() {
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Returns the median of a feature over rows; 0 if it is absent in all of them. */
  double median(int feature, int[] rows) {
    double[] present =
        Arrays.stream(values(rows, feature))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    return present.length == 0 ? 0 : present[present.length / 2];
  }

  /** Replaces a feature's absent values. */
  void fill(int feature, double substitute) {
    double[] column = columns[feature];
    for (int row = 0; row < size; row++) {
      if (Double.isNaN(column[row])) {
        column[row] = substitute;
      }
    }
  }

  private void grow() {
    if (size < states.length) {
      return;
    }

    int capacity = size + size / 2;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Arrays.copyOf(columns[i], capacity);
    }

    states = Arrays.copyOf(states, capacity);
    sensors = Arrays.copyOf(sensors, capacity);
    times = Arrays.copyOf(times, capacity);
  }
}
