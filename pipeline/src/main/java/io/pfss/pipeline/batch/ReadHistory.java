// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormat;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.text.Message;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.parse.ParseReadings;
import io.pfss.pipeline.parse.UnknownFields;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads files of readings in any format of {@link io.pfss.models.history}. One worker reads a file.
 * Invalid entries are written to another file. A file with a JSON syntax error is read up to the
 * error. A file that cannot be read is reported and does not fail the others.
 */
final class ReadHistory {
  /** Batches of readings of one hour, by the hour of event time since the epoch. */
  static final TupleTag<KV<Long, ParsedBatch>> READINGS = new TupleTag<>() {};

  /** The outcome of each file. */
  static final TupleTag<FileOutcome> OUTCOMES = new TupleTag<>() {};

  private ReadHistory() {}

  /**
   * Reads files.
   *
   * @param rejectedFolder the folder for invalid entries, on any Beam file system
   * @param names the field names of readings
   */
  static PTransform<PBegin, PCollectionTuple> of(
      List<HistoryFile> files, String rejectedFolder, FieldNames names) {
    return PTransform.compose(
        "Read history",
        begin ->
            begin
                .apply("Files", Create.of(files).withCoder(RecordCoder.of(HistoryFile.class)))
                .apply("Distribute", Reshuffle.viaRandomKey())
                .apply(
                    "Read",
                    ParDo.of(new Read(rejectedFolder, names))
                        .withOutputTags(READINGS, TupleTagList.of(OUTCOMES))));
  }

  private static final class Read extends DoFn<HistoryFile, KV<Long, ParsedBatch>> {
    private final String rejectedFolder;
    private final FieldNames names;
    private final UnknownFields unknownFields = new UnknownFields();
    private final Counter readings =
        Metrics.counter(BackfillPipeline.class, BackfillPipeline.READINGS);

    Read(String rejectedFolder, FieldNames names) {
      this.rejectedFolder = rejectedFolder;
      this.names = names;
    }

    @ProcessElement
    public void process(@Element HistoryFile file, MultiOutputReceiver output) throws IOException {
      HistoryBytes bytes = new HistoryBytes(file.file());
      HourBatches batches = new HourBatches(output.get(READINGS));
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
          .get(OUTCOMES)
          .output(
              new FileOutcome(
                  file.file(), batches.count(), rejectedCount, file.rejectedName(), problem));
    }

    /** Reads a file as far as possible. Returns why it was not read to its end; empty if it was. */
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
        return String.valueOf(e.getMessage());
      } catch (JsonProcessingException e) {
        return Message.of(
            "invalid JSON at line %d, column %d: %s",
            e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage());
      } catch (CharConversionException | FileNotFoundException | AccessDeniedException e) {
        // A retry would not help, unlike for an unavailable file system.
        return "the file cannot be read: " + e.getMessage();
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
}
