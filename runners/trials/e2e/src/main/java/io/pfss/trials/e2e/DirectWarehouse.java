// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;

/**
 * Writes readings to a warehouse with the step of the main job.
 *
 * @param root the warehouse's folder
 */
public record DirectWarehouse(CatalogSettings catalog, String root, Duration window) {
  /** Writes and commits readings: one new file for each of their windows. */
  public void write(List<ReceivedReading> readings) {
    write(WriteWarehouse.to(root).withWindow(window).inCatalog(catalog), readings);
  }

  /** Writes readings with a step that is already configured, one file for each window and shard. */
  public static void write(WriteWarehouse step, List<ReceivedReading> readings) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(1);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(ParsedBatch.of(readings))).apply(step);
    pipeline.run().waitUntilFinish();
  }
}
