// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.parse.UnknownFields;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads files of readings in any format of {@link io.pfss.models.history}. One worker reads a file.
 * Invalid entries are written to another file. A file with a syntax error is read up to the error.
 * A file that cannot be read is reported and does not fail the others.
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
   * @param catalog with the facilities, whose ids in the plant readings may have
   */
  static PTransform<PBegin, PCollectionTuple> of(
      List<HistoryFile> files, String rejectedFolder, FieldNames names, CatalogSettings catalog) {
    return PTransform.compose(
        "Read history",
        begin ->
            begin
                .apply("Files", Create.of(files).withCoder(RecordCoder.of(HistoryFile.class)))
                .apply("Distribute", Reshuffle.viaRandomKey())
                .apply(
                    "Read",
                    ParDo.of(new Read(rejectedFolder, names, catalog))
                        .withOutputTags(READINGS, TupleTagList.of(OUTCOMES))));
  }

  private static final class Read extends DoFn<HistoryFile, KV<Long, ParsedBatch>> {
    private final String rejectedFolder;
    private final FieldNames names;
    private final CatalogSettings catalog;
    private final UnknownFields unknownFields = new UnknownFields();
    private final Counter readings =
        Metrics.counter(BackfillPipeline.class, BackfillPipeline.READINGS);

    Read(String rejectedFolder, FieldNames names, CatalogSettings catalog) {
      this.rejectedFolder = rejectedFolder;
      this.names = names;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(@Element HistoryFile file, MultiOutputReceiver output) throws IOException {
      HistoryBytes bytes = new HistoryBytes(file.file());
      HourBatches batches = new HourBatches(output.get(READINGS));
      String problem;
      long rejectedCount;
      try (RejectedEntries rejected =
          new RejectedEntries(new ReportFolder(rejectedFolder), file.rejectedName(), bytes)) {
        Load load = new Load(file, bytes, batches, rejected);
        problem = new HistoryReader(file, load).read(names, KnownFacilities.of(catalog));
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

    /** Loads the entries of a file. */
    private final class Load implements HistoryReader.Sink {
      private final HistoryFile file;
      private final HistoryBytes bytes;
      private final HourBatches batches;
      private final RejectedEntries rejected;

      /** Hash of the file; null before its first reading. */
      private byte @Nullable [] sha256;

      private Load(
          HistoryFile file, HistoryBytes bytes, HourBatches batches, RejectedEntries rejected) {
        this.file = file;
        this.bytes = bytes;
        this.batches = batches;
        this.rejected = rejected;
      }

      @Override
      public void reading(HeatReading reading, Optional<SohState> label) throws IOException {
        if (sha256 == null) {
          sha256 = bytes.sha256(file.sensorInName());
        }

        unknownFields.count(reading);
        batches.add(
            new ReceivedReading(
                reading,
                HistoryOffset.of(sha256, batches.count() + rejected.count()),
                file.lastModifiedMillis(),
                label));
      }

      @Override
      public void rejected(InvalidEntryException entry) throws IOException {
        rejected.add(entry);
      }
    }
  }
}
