// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorScanTest {
  private static final Instant START = Instant.parse("2026-03-01T09:57:00Z");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int MINUTES = 8;

  @TempDir Path folder;

  private CatalogSettings settings;
  private WarehouseCatalog catalog;

  /** A file for each minute, in two hours, with sensors 1 and 2; the last minute has only 1. */
  @BeforeEach
  void write() {
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, folder.toString());
    List<ReceivedReading> readings = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      readings.add(Readings.at(millis(minute), 0, minute));
      if (minute < MINUTES - 1) {
        readings.add(Readings.at(millis(minute) + 7, 1, minute));
      }
    }

    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(ParsedBatch.of(readings)))
        .apply(
            WriteWarehouse.to(folder.toString())
                .withWindow(org.joda.time.Duration.standardMinutes(1))
                .inCatalog(settings));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readsOneSensorInARange() throws IOException {
    List<HeatReading> read = new ArrayList<>();

    double share = scan(2, 1, 5).read(LIMIT, read::add);

    assertThat(share).isEqualTo(1);
    assertThat(read)
        .extracting(HeatReading::eventTimeMillis)
        .containsExactlyInAnyOrder(millis(1) + 7, millis(2) + 7, millis(3) + 7, millis(4) + 7);
    assertThat(read).extracting(HeatReading::sensorId).containsOnly(2L);
  }

  @Test
  void readsNothingAfterTheLimit() throws IOException {
    List<HeatReading> read = new ArrayList<>();

    assertThat(scan(1, 0, MINUTES).read(Duration.ZERO, read::add)).isZero();
    assertThat(scan(1, 0, MINUTES).newest(Duration.ZERO)).isEmpty();
    assertThat(read).isEmpty();
  }

  @Test
  void spreadsTheFilesOverTheRange() throws IOException {
    List<Long> minutes = new ArrayList<>();

    scan(1, 0, MINUTES)
        .read(LIMIT, each -> minutes.add((each.eventTimeMillis() - millis(0)) / 60_000));

    assertThat(minutes).containsExactly(0L, 4L, 2L, 6L, 1L, 5L, 3L, 7L);
  }

  @Test
  void findsTheNewestReading() throws IOException {
    assertThat(scan(2, 0, 60).newest(LIMIT))
        .hasValueSatisfying(
            newest -> assertThat(newest.eventTimeMillis()).isEqualTo(millis(MINUTES - 2) + 7));
    assertThat(scan(3, 0, 60).newest(LIMIT)).isEmpty();
    assertThat(scan(3, 0, 60).read(LIMIT, any -> {})).isEqualTo(1);
  }

  private SensorScan scan(long sensor, int fromMinute, int toMinute) {
    return SensorScan.of(
        catalog.readings(),
        sensor,
        Instant.ofEpochMilli(millis(fromMinute)),
        Instant.ofEpochMilli(millis(toMinute)));
  }

  private static long millis(int minute) {
    return START.plusSeconds(60L * minute).toEpochMilli();
  }
}
