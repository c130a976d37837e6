package io.pfss.pipeline.batch;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.RecordCoder;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads files of readings, each by one worker, in any of the formats of {@link
 * io.pfss.models.history}. An invalid entry goes to a file beside, and a file that is no JSON from
 * some point on is read up to there; one that cannot be read at all is named, and fails no other.
 */
final class ReadHistory extends PTransform<PBegin, PCollectionTuple> {
  /** Batches of readings of one hour, by the hour of event time since the epoch. */
  static final TupleTag<KV<Long, ParsedBatch>> READINGS = new TupleTag<>() {};

  /** What came of each file. */
  static final TupleTag<FileOutcome> OUTCOMES = new TupleTag<>() {};

  private final List<HistoryFile> files;
  private final String rejectedFolder;
  private final FieldNames names;

  private ReadHistory(List<HistoryFile> files, String rejectedFolder, FieldNames names) {
    this.files = files;
    this.names = names;
    this.rejectedFolder = Objects.requireNonNull(rejectedFolder, "rejectedFolder");
  }

  /**
   * Reads files.
   *
   * @param rejectedFolder for invalid entries, on any Beam file system
   */
  static ReadHistory of(List<HistoryFile> files, String rejectedFolder) {
    return new ReadHistory(List.copyOf(files), rejectedFolder, FieldNames.DEFAULT);
  }

  /** Sets by which names fields are known. */
  ReadHistory withFieldNames(FieldNames other) {
    return new ReadHistory(files, rejectedFolder, other);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(RecordCoder.of(HistoryFile.class)))
        .apply("Share out", Reshuffle.viaRandomKey())
        .apply(
            "Read",
            ParDo.of(new ReadHistoryFile(rejectedFolder, names))
                .withOutputTags(READINGS, TupleTagList.of(OUTCOMES)));
  }
}
