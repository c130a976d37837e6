package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.RunRecords;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.score.Models;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Enters a run and its model in the catalog, where there is one. */
final class RunLog {
  private final Optional<RunRecords> records;
  private String run;

  private RunLog(Optional<RunRecords> records) {
    this.records = records;
  }

  /**
   * Enters the run as begun.
   *
   * @throws IllegalArgumentException if the model is not sound
   */
  static RunLog begin(LauncherOptions options) {
    Optional<CatalogSettings> catalog = PfssPipeline.catalog(options);
    RunLog log =
        new RunLog(catalog.map(settings -> WarehouseCatalog.of(settings).database().runs()));
    log.records.ifPresent(
        records ->
            log.run =
                records.begin(
                    host(),
                    options.getRunner().getSimpleName(),
                    options.getGroup(),
                    Models.of(options.getModel()).description()));
    return log;
  }

  /** Enters it as ended. */
  void end(int status) {
    records.ifPresent(records -> records.end(run, status == 0 ? "COMPLETED" : "FAILED"));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine without a name of its own in DNS: it says so itself.
      return e.getMessage();
    }
  }
}
