package io.pfss.pipeline.batch;

import org.apache.iceberg.StructLike;

/**
 * A partition of the table of scores.
 *
 * @param model by {@link ModelId}
 * @param hour of event time, in hours since the epoch
 */
record ScorePartition(String model, int hour) implements StructLike {
  @Override
  public int size() {
    return 2;
  }

  @Override
  public <T> T get(int position, Class<T> type) {
    return type.cast(position == 0 ? model : hour);
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException("A partition does not change");
  }
}
