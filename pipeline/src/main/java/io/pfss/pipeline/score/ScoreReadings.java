package io.pfss.pipeline.score;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReadingBatchCoder;
import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Scores each reading of batches with a model version, which each worker loads and verifies once. A
 * reading that the model fails on becomes a dead letter too.
 *
 * <pre>{@code
 * batches.apply(ScoreReadings.with("hdfs://…/models/heat-forest/1"));
 * }</pre>
 */
public final class ScoreReadings
    extends PTransform<PCollection<ReadingBatch>, PCollection<ReadingBatch>> {
  private final String modelFolder;

  private ScoreReadings(String modelFolder) {
    this.modelFolder = Objects.requireNonNull(modelFolder, "modelFolder");
  }

  /**
   * Scores with the model version in a folder on any Beam file system.
   *
   * <p>Where it is applied, the transform verifies the model too: a wrong one is refused before the
   * pipeline runs.
   */
  public static ScoreReadings with(String modelFolder) {
    return new ScoreReadings(modelFolder);
  }

  @Override
  public PCollection<ReadingBatch> expand(PCollection<ReadingBatch> batches) {
    Models.of(modelFolder);
    return batches
        .apply("Score", ParDo.of(new Score(modelFolder)))
        .setCoder(ReadingBatchCoder.of());
  }

  private static final class Score extends DoFn<ReadingBatch, ReadingBatch> {
    private final String modelFolder;
    private final Counter scored = Metrics.counter(ScoreReadings.class, "scored");
    private final Counter failed = Metrics.counter(ScoreReadings.class, "deadLetters");

    private transient SohModel model;

    Score(String modelFolder) {
      this.modelFolder = modelFolder;
    }

    @Setup
    public void setUp() {
      model = Models.of(modelFolder);
    }

    @ProcessElement
    public void process(@Element ReadingBatch batch, OutputReceiver<ReadingBatch> output) {
      List<ScoredReading> scores = new ArrayList<>(batch.readings().size());
      List<DeadLetter> failures = new ArrayList<>();
      for (ReceivedReading received : batch.readings()) {
        try {
          SohScore score = model.score(received.reading());
          scores.add(new ScoredReading(received, score, model.version()));
        } catch (RuntimeException e) {
          failures.add(deadLetter(received, e));
        }
      }

      scored.inc(scores.size());
      failed.inc(failures.size());
      output.output(batch.withScores(scores, failures));
    }

    private DeadLetter deadLetter(ReceivedReading received, RuntimeException failure) {
      return new DeadLetter(
          HeatJson.write(received.reading()),
          ErrorCode.MODEL,
          "Model " + modelFolder + " failed: " + failure,
          received.position(),
          System.currentTimeMillis());
    }
  }
}
