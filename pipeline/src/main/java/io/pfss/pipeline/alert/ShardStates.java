// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinute;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.element.WindowShard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Splits the states and minutes of a bundle by sensor and outputs one element per shard. A shard
 * without readings gets an element too, because it must know how far the source was read.
 */
final class ShardStates extends DoFn<Delivery, KV<Integer, Delivery>> {
  /** Maximum number of parallel tasks. For each batch, a task decodes the sensors of its shard. */
  private static final int SHARDS = 8;

  /** The shard whose delivery is forwarded to the next steps. */
  static final int FORWARDED = 0;

  private transient List<OffsetRange> offsets;
  private transient List<WindowShard> windows;
  private transient List<List<StateRun>> states;
  private transient List<List<FacilityMinute>> minutes;

  /** Returns the shard of a sensor, the same on every machine; ids with any step spread evenly. */
  static int shardOf(long sensorId) {
    return Math.floorMod(Long.hashCode(sensorId * 0x9E3779B97F4A7C15L), SHARDS);
  }

  @StartBundle
  public void startBundle() {
    offsets = new ArrayList<>();
    windows = new ArrayList<>();
    states = emptyLists();
    minutes = emptyLists();
  }

  @ProcessElement
  public void process(@Element Delivery delivery) {
    offsets.addAll(delivery.offsets());
    windows.addAll(delivery.windows());
    for (StateRun run : delivery.states()) {
      states.get(shardOf(run.sensorId())).add(run);
    }

    for (FacilityMinute minute : delivery.minutes()) {
      minutes.get(shardOf(minute.sensorId())).add(minute);
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    for (int shard = 0; shard < SHARDS; shard++) {
      List<WindowShard> forwarded = shard == FORWARDED ? windows : List.of();
      context.output(
          KV.of(shard, new Delivery(offsets, forwarded, states.get(shard), minutes.get(shard))),
          Instant.now(),
          GlobalWindow.INSTANCE);
    }
  }

  private static <T> List<List<T>> emptyLists() {
    return Stream.generate(() -> (List<T>) new ArrayList<T>()).limit(SHARDS).toList();
  }
}
