package io.pfss.runners.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.warehouse.OffsetGaps;
import io.pfss.pipeline.warehouse.WarehouseScan;
import io.pfss.runners.e2e.MainJobProcess;
import io.pfss.runners.stack.MariaDbServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 windows, with late readings and replays, written by processes that die before and after every
 * step: each reading is in the table exactly once.
 */
class WarehouseCrashTrial {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int MOST_PASSES = 6;

  @TempDir Path folder;

  @Test
  void everyReadingIsInTheTableOnceWhereverAProcessDies() throws Exception {
    try (MariaDbServer mariaDb = MariaDbServer.start(folder.resolve("mariadb"))) {
      Path password = Files.writeString(folder.resolve("password"), mariaDb.password());
      String[] catalog = {mariaDb.jdbcUrl("pfss"), mariaDb.user(), password.toString()};
      FileSystems.setDefaultPipelineOptions(CrashingWriter.options());
      CatalogSettings settings = CrashingWriter.settings(catalog[0], catalog[1], catalog[2]);
      WarehouseCatalog tables = WarehouseCatalog.prepare(settings, CrashingWriter.root(folder));

      Map<String, Integer> crashes = writeAll(catalog);
      assertThat(crashes.keySet()).containsAll(CrashPoint.all());

      CrashingWriter.warehouse(folder, settings).settle();
      Table readings = tables.readings();
      List<String> files = WarehouseScan.of(readings, Instant.EPOCH, Instant.MAX).files();
      assertThat(positions(files))
          .containsExactlyInAnyOrderElementsOf(NumberedReadings.positions());

      tables.database().windows().catchUp(readings);
      List<WindowRecord> windows = tables.database().windows().between(0, Long.MAX_VALUE);
      assertThat(windows.stream().mapToLong(window -> window.commit().rows()).sum())
          .isEqualTo(NumberedReadings.COUNT);
      assertThat(windows.stream().map(window -> window.commit().windowStartMillis()).distinct())
          .hasSize(200);
      assertThat(windows.stream().mapToLong(window -> window.commit().lateRows()).sum())
          .isPositive();
      assertThat(OffsetGaps.find(tables)).isEmpty();
      System.out.println(
          "WAREHOUSE_CRASHES " + crashes + ", orphans " + (parquetFiles() - files.size()));
    }
  }

  /** Each part is written by a process that dies, and then by one that lives. */
  private Map<String, Integer> writeAll(String[] catalog) throws Exception {
    Map<String, Integer> crashes = new TreeMap<>();
    Random random = new Random(1);
    List<String> points = CrashPoint.all();
    for (int part = 0; part < NumberedReadings.PARTS; part++) {
      String point = points.get(part % points.size());
      if (run(catalog, part, random, point) == CrashPoint.STATUS) {
        crashes.merge(point, 1, Integer::sum);
      }

      assertThat(run(catalog, part, random, "")).isZero();
    }

    return crashes;
  }

  private int run(String[] catalog, int part, Random random, String point) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(List.of(catalog));
    arguments.addAll(List.of(Integer.toString(part), Long.toString(random.nextLong())));
    try (MainJobProcess writer =
        MainJobProcess.start(
            folder,
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-D" + CrashPoint.POINT + "=" + point,
                "-D" + CrashPoint.PASSES + "=" + random.nextInt(MOST_PASSES)),
            CrashingWriter.class,
            arguments)) {
      int status = writer.exitStatus(LIMIT);
      assertThat(status).as(writer.output()).isIn(0, CrashPoint.STATUS);
      return status;
    }
  }

  private long parquetFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse/data"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static List<KafkaPosition> positions(List<String> files) throws IOException {
    List<KafkaPosition> positions = new ArrayList<>();
    for (String file : files) {
      Path local = Path.of(URI.create(file).getPath());
      try (ParquetReader<GenericRecord> rows =
          AvroParquetReader.<GenericRecord>builder(
                  HadoopInputFile.fromPath(
                      new org.apache.hadoop.fs.Path(local.toUri()), new Configuration()))
              .build()) {
        GenericRecord row;
        while ((row = rows.read()) != null) {
          positions.add(
              new KafkaPosition(
                  (Integer) row.get("kafka_partition"), (Long) row.get("kafka_offset")));
        }
      }
    }

    return positions;
  }
}
