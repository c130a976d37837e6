package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
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
 * Splits what a bundle has delivered by sensor: an element a shard, also where none of its sensors
 * was seen, as each has to know how far the source was read.
 */
final class ShardStates extends DoFn<Delivery, KV<Integer, Delivery>> {
  /** As many tasks as share the sensors; each decodes its part of them with each batch. */
  private static final int SHARDS = 8;

  /** The shard with which the rest goes on. */
  static final int GOING_ON = 0;

  private transient List<OffsetRange> offsets;
  private transient List<WindowShard> windows;
  private transient List<List<StateRun>> shards;

  /** Which shard a sensor is in, on whatever machine; sensors with any step in their ids spread. */
  static int shardOf(long sensorId) {
    return Math.floorMod(Long.hashCode(sensorId * 0x9E3779B97F4A7C15L), SHARDS);
  }

  @StartBundle
  public void startBundle() {
    offsets = new ArrayList<>();
    windows = new ArrayList<>();
    shards =
        Stream.generate(() -> (List<StateRun>) new ArrayList<StateRun>()).limit(SHARDS).toList();
  }

  @ProcessElement
  public void process(@Element Delivery delivery) {
    offsets.addAll(delivery.offsets());
    windows.addAll(delivery.windows());
    for (StateRun run : delivery.states()) {
      shards.get(shardOf(run.sensorId())).add(run);
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    for (int shard = 0; shard < SHARDS; shard++) {
      List<WindowShard> goingOn = shard == GOING_ON ? windows : List.of();
      context.output(
          KV.of(shard, new Delivery(offsets, goingOn, shards.get(shard))),
          Instant.now(),
          GlobalWindow.INSTANCE);
    }
  }
}
