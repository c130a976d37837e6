package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormat;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.pipeline.NamedFile;
import io.pfss.pipeline.ParseReadings;
import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.warehouse.HistoryPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Reads a file of readings. */
final class ReadHistoryFile extends DoFn<HistoryFile, KV<Long, ReadingBatch>> {
  private final String rejectedFolder;
  private final Counter readings =
      Metrics.counter(BackfillPipeline.class, BackfillPipeline.READINGS);

  ReadHistoryFile(String rejectedFolder) {
    this.rejectedFolder = rejectedFolder;
  }

  @ProcessElement
  public void process(@Element HistoryFile file, MultiOutputReceiver output) throws IOException {
    HistoryBytes bytes = new HistoryBytes(file.file());
    HourBatches batches = new HourBatches(output.get(ReadHistory.READINGS));
    String problem;
    long rejectedCount;
    try (RejectedEntries rejected =
        new RejectedEntries(new ReportFolder(rejectedFolder), file.rejectedName(), bytes)) {
      problem = read(file, bytes, batches, rejected);
      rejected.publish();
      rejectedCount = rejected.count();
    }

    batches.flush();
    readings.inc(batches.count());
    output
        .get(ReadHistory.OUTCOMES)
        .output(
            new FileOutcome(
                file.file(), batches.count(), rejectedCount, file.rejectedName(), problem));
  }

  /** Reads all that can be read; answers why that is not all, and nothing if it is. */
  private static String read(
      HistoryFile file, HistoryBytes bytes, HourBatches batches, RejectedEntries rejected)
      throws IOException {
    OptionalLong sensorInName =
        HistoryFormats.sensorInName(new NamedFile(file.file()).resource().getFilename());
    byte[] sha256 = bytes.sha256(sensorInName);
    Instant latest = Instant.now().plusMillis(ParseReadings.MAX_AHEAD.getMillis());
    try {
      HistoryFormat format = HistoryFormats.dated(bytes::parser, sensorInName, latest);
      try (JsonParser parser = bytes.parser()) {
        format.start(parser);
        Optional<HeatReading> reading = next(format, parser, rejected);
        while (reading.isPresent()) {
          batches.add(
              new ReceivedReading(
                  reading.get(),
                  HistoryPosition.of(sha256, batches.count() + rejected.count()),
                  file.lastModifiedMillis()));
          reading = next(format, parser, rejected);
        }
      }
    } catch (InvalidReadingException e) {
      return e.getMessage();
    } catch (JsonProcessingException e) {
      return String.format(
          Locale.ROOT,
          "it is no JSON from line %d, column %d on: %s",
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr(),
          e.getOriginalMessage());
    }

    return "";
  }

  private static Optional<HeatReading> next(
      HistoryFormat format, JsonParser parser, RejectedEntries rejected) throws IOException {
    while (true) {
      try {
        return format.next(parser);
      } catch (InvalidEntryException e) {
        rejected.add(e, parser);
      }
    }
  }
}
