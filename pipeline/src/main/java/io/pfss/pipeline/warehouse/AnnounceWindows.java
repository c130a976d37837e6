// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.SteadyClock;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Announces windows that have new segments: outputs the shard and the start of each.
 *
 * <p>Announces each window twice: at its own start, for the merge at its close, and at the present
 * time, which the watermark has not passed. So a late segment is merged at the close of the present
 * window. If nothing was written, announces the present window. Its close merges segments that were
 * left behind, because an announcement may be lost with its worker.
 */
final class AnnounceWindows extends DoFn<Delivery, KV<Integer, Long>> {
  private final WarehouseSettings settings;

  private transient Set<WindowShard> windows;

  AnnounceWindows(WarehouseSettings settings) {
    this.settings = settings;
  }

  @StartBundle
  public void startBundle() {
    windows = new HashSet<>();
  }

  @ProcessElement
  public void process(@Element Delivery delivery) {
    windows.addAll(delivery.windows());
    if (delivery.windows().isEmpty()) {
      long now = SteadyClock.system().millis();
      delivery.offsets().forEach(range -> windows.add(settings.windowOf(now, range.partition())));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    Instant now = Instant.ofEpochMilli(SteadyClock.system().millis());
    for (WindowShard window : windows) {
      KV<Integer, Long> announcement = KV.of(window.shard(), window.startMillis());
      context.output(
          announcement, Instant.ofEpochMilli(window.startMillis()), GlobalWindow.INSTANCE);
      context.output(announcement, now, GlobalWindow.INSTANCE);
    }
  }
}
