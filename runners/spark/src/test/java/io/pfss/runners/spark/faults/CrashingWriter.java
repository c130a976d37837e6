// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.faults;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;

/** A process that writes one part of the readings to the warehouse and may crash before the end. */
public final class CrashingWriter {
  private CrashingWriter() {}

  /**
   * Writes one part.
   *
   * @param args the folder; the catalog's URL, user and password file; the numbers of windows and
   *     of parts; the part; the seed
   */
  public static void main(String[] args) {
    NumberedReadings readings =
        new NumberedReadings(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(Create.of(readings.part(Integer.parseInt(args[6]), Long.parseLong(args[7]))))
        .apply(warehouse(Path.of(args[0]), settings(args[1], args[2], args[3])));
    pipeline.run().waitUntilFinish();
    System.exit(0);
  }

  static PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    options
        .as(HadoopFileSystemOptions.class)
        .setHdfsConfiguration(List.of(CrashingFileSystem.configuration()));
    return options;
  }

  static CatalogSettings settings(String url, String user, String passwordFile) {
    Map<String, String> hadoop = new HashMap<>();
    CrashingFileSystem.configuration()
        .forEach(entry -> hadoop.put(entry.getKey(), entry.getValue()));
    return new CatalogSettings(url, user, Secret.inFile("file://" + passwordFile), hadoop);
  }

  static String root(Path folder) {
    return CrashingFileSystem.SCHEME + "://" + folder.resolve("warehouse");
  }

  static WriteWarehouse warehouse(Path folder, CatalogSettings settings) {
    return WriteWarehouse.to(root(folder))
        .withWindow(Duration.standardSeconds(NumberedReadings.WINDOW_SECONDS))
        .withSweepAfter(Duration.standardSeconds(10))
        .inCatalog(settings);
  }
}
