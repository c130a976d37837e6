package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.support.NamedFile;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Where a model's scores are: {@code data/model=…/event_time_hour=2026-03-01-09/<uuid>.parquet}.
 *
 * @param table the location of the table of scores
 * @param model whose they are
 */
record ScoreLayout(String table, String model) implements Serializable {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A new name for a file of an hour since the epoch. */
  ResourceId newFile(int hour) {
    return new NamedFile(
            TableLocation.toBeam(table)
                + "/data/model="
                + model
                + "/event_time_hour="
                + HOUR.format(Instant.ofEpochSecond(TimeUnit.HOURS.toSeconds(hour)))
                + "/"
                + UUID.randomUUID()
                + ".parquet")
        .resource();
  }
}
