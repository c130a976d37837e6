package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormat;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.parse.ParseReadings;
import io.pfss.pipeline.parse.UnknownFields;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Reads a file of readings. */
final class ReadHistoryFile extends DoFn<HistoryFile, KV<Long, ParsedBatch>> {
  private final String rejectedFolder;
  private final FieldNames names;
  private final UnknownFields unknownFields = new UnknownFields();
  private final Counter readings =
      Metrics.counter(BackfillPipeline.class, BackfillPipeline.READINGS);

  ReadHistoryFile(String rejectedFolder, FieldNames names) {
    this.rejectedFolder = rejectedFolder;
    this.names = names;
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
  private String read(
      HistoryFile file, HistoryBytes bytes, HourBatches batches, RejectedEntries rejected)
      throws IOException {
    OptionalLong sensorInName =
        HistoryFormats.sensorInName(new NamedFile(file.file()).resource().getFilename());
    Instant latest = Instant.now().plusMillis(ParseReadings.MAX_AHEAD.getMillis());
    try {
      byte[] sha256 = bytes.sha256(sensorInName);
      HistoryFormat format = HistoryFormats.dated(bytes::parser, names, sensorInName, latest);
      try (JsonParser parser = bytes.parser()) {
        format.start(parser);
        Optional<HeatReading> reading = next(format, parser, rejected);
        while (reading.isPresent()) {
          unknownFields.count(reading.get());
          batches.add(
              new ReceivedReading(
                  reading.get(),
                  HistoryOffset.of(sha256, batches.count() + rejected.count()),
                  file.lastModifiedMillis(),
                  format.state()));
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
    } catch (CharConversionException | FileNotFoundException | AccessDeniedException e) {
      // No repeat would help, unlike where a file system is away.
      return "it cannot be read: " + e.getMessage();
    }

    return "";
  }

  private static Optional<HeatReading> next(
      HistoryFormat format, JsonParser parser, RejectedEntries rejected) throws IOException {
    while (true) {
      try {
        return format.next(parser);
      } catch (InvalidEntryException e) {
        rejected.add(e);
      }
    }
  }
}
