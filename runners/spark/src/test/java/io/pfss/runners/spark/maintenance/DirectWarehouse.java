package io.pfss.runners.spark.maintenance;

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

/** Writes to a warehouse as the main job does, in windows of 5 s. */
final class DirectWarehouse {
  static final long WINDOW_MILLIS = 5_000;

  private final CatalogSettings catalog;
  private final String root;

  DirectWarehouse(CatalogSettings catalog, String root) {
    this.catalog = catalog;
    this.root = root;
  }

  /** Commits readings: when it returns, each of their windows has a file more. */
  void write(List<ReceivedReading> readings) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(1);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(ParsedBatch.of(readings)))
        .apply(
            WriteWarehouse.to(root).withWindow(Duration.millis(WINDOW_MILLIS)).inCatalog(catalog));
    pipeline.run().waitUntilFinish();
  }
}
