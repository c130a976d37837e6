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
 * Labelled readings, of which only features, state, facility and time are kept: about 100 bytes for
 * each. Not thread-safe.
 */
public final class TrainingData {
  private static final int FIRST_CAPACITY = 1024;

  private final List<Feature> features;
  private final MessageDigest hash = ModelStore.sha256();
  private final TreeSet<Long> facilities = new TreeSet<>();

  /** By feature, then by row. */
  private final double[][] columns;

  private byte[] states = new byte[FIRST_CAPACITY];
  private long[] sensors = new long[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int size;

  /** The event times of all readings, those included that teach nothing. */
  private final LongSummaryStatistics period = new LongSummaryStatistics();

  /** Data without readings. */
  public TrainingData(List<Feature> features) {
    this.features = List.copyOf(features);
    this.columns = new double[features.size()][FIRST_CAPACITY];
  }

  /**
   * Takes a reading; one that lacks a power factor counts in the hash, but teaches nothing, since
   * no model tells anything of it.
   *
   * @param ratedPower of the facility in VA; {@code NaN} if it is not known
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

  /** The features of a row, in order. */
  public List<Feature> features() {
    return features;
  }

  /** How many readings have been taken, those included that teach nothing. */
  public long readings() {
    return period.getCount();
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The features of a row. */
  public double[] row(int row) {
    double[] values = new double[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i][row];
    }

    return values;
  }

  /** A feature of a row; {@code NaN} where it is absent. */
  public double value(int row, int feature) {
    return columns[feature][row];
  }

  /** A feature of some rows. */
  double[] values(int[] rows, int feature) {
    return Arrays.stream(rows).mapToDouble(row -> columns[feature][row]).toArray();
  }

  /** The state of a row. */
  public SohState state(int row) {
    return SohState.ALL.get(states[row]);
  }

  /** The facility of a row. */
  public long facility(int row) {
    return sensors[row];
  }

  /** The event time of a row, in ms since the epoch. */
  public long timeMillis(int row) {
    return times[row];
  }

  /** All facilities that have a row, in order. */
  public List<Long> facilities() {
    return List.copyOf(facilities);
  }

  /** The earliest event time of all readings, in ms since the epoch. */
  public long fromMillis() {
    return period.getMin();
  }

  /** The latest event time of all readings, in ms since the epoch. */
  public long toMillis() {
    return period.getMax();
  }

  /** The SHA-256 of all readings and their states, in the order in which they came; asked once. */
  String hash() {
    return HexFormat.of().formatHex(hash.digest());
  }

  /** The median of a feature over some rows; 0 if none of them has it. */
  double median(int feature, int[] rows) {
    double[] present =
        Arrays.stream(values(rows, feature))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    return present.length == 0 ? 0 : present[present.length / 2];
  }

  /** Puts a feature's substitute wherever it is absent. */
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
