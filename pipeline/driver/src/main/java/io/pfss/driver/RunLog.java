// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.RunRecords;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.score.ActiveModels;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Records runs and their models in the catalog, if there is one. When another model version becomes
 * active, a new run is recorded, so the catalog shows which version scored when.
 */
final class RunLog {
  private final DriverOptions options;
  private final Optional<RunRecords> records;

  /** Its id; empty without a catalog. */
  private String run = "";

  private ModelDescription model;

  private RunLog(DriverOptions options, Optional<RunRecords> records) {
    this.options = options;
    this.records = records;
    this.model = serving();
  }

  /**
   * Records the start of a run.
   *
   * @throws IllegalArgumentException if the model is invalid
   */
  static RunLog begin(DriverOptions options) {
    Optional<CatalogSettings> catalog = PipelineSettings.catalog(options);
    RunLog log =
        new RunLog(
            options, catalog.map(settings -> WarehouseCatalog.of(settings).database().runs()));
    log.begin(log.model);
    return log;
  }

  /**
   * Records a new run if another model version has become active.
   *
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if the catalog cannot record it;
   *     the next call tries again
   */
  synchronized void look() {
    ModelDescription now = serving();
    if (!now.equals(model)) {
      records.ifPresent(known -> known.end(run, "SWAPPED"));
      begin(now);
    }
  }

  /** Records the end of the run, with the outcome of the exit status. */
  synchronized void end(int status) {
    look();
    records.ifPresent(known -> known.end(run, status == 0 ? "COMPLETED" : "FAILED"));
  }

  private void begin(ModelDescription serving) {
    records.ifPresent(
        known ->
            run =
                known.begin(
                    host(), options.getRunner().getSimpleName(), options.getGroup(), serving));
    model = serving;
  }

  private ModelDescription serving() {
    return ActiveModels.of(options.getModel()).current().champion().description();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The host has no DNS name; the message contains its local name.
      return String.valueOf(e.getMessage());
    }
  }
}
