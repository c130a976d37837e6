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
 * Enters a run and its model in the catalog, where there is one. A run that goes over to another
 * version is entered as another run: so the catalog tells which version scored when.
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
   * Enters the run as begun.
   *
   * @throws IllegalArgumentException if the model is not sound
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
   * Looks whether another version serves.
   *
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if it cannot be entered: the next
   *     look enters it
   */
  synchronized void look() {
    ModelDescription now = serving();
    if (!now.equals(model)) {
      records.ifPresent(known -> known.end(run, "SWAPPED"));
      begin(now);
    }
  }

  /** Enters it as ended. */
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
      // A machine without a name of its own in DNS: it says so itself.
      return String.valueOf(e.getMessage());
    }
  }
}
