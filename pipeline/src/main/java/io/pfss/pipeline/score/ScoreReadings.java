package io.pfss.pipeline.score;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.deadletter.DeadLetterCoder;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Scores each reading with a model version, which each worker loads and verifies once.
 *
 * <pre>{@code
 * readings.apply(ScoreReadings.with("hdfs://…/models/heat-forest/1"));
 * }</pre>
 */
public final class ScoreReadings
    extends PTransform<PCollection<ReceivedReading>, PCollectionTuple> {
  /** The readings with their scores. */
  public static final TupleTag<ScoredReading> SCORED = new TupleTag<>("scored") {};

  /** The readings that the model failed on. */
  public static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

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
  public PCollectionTuple expand(PCollection<ReceivedReading> readings) {
    verifyModel();
    PCollectionTuple scored =
        readings.apply(
            "Score",
            ParDo.of(new Score(modelFolder)).withOutputTags(SCORED, TupleTagList.of(DEAD_LETTERS)));
    scored.get(SCORED).setCoder(ScoredReadingCoder.of());
    scored.get(DEAD_LETTERS).setCoder(DeadLetterCoder.of());
    return scored;
  }

  private void verifyModel() {
    try {
      ModelStore.load(new BeamModelFolder(modelFolder));
    } catch (InvalidModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static final class Score extends DoFn<ReceivedReading, ScoredReading> {
    /** One model a worker, not one an instance: some runners make an instance for each bundle. */
    private static final ConcurrentMap<String, SohModel> MODELS = new ConcurrentHashMap<>();

    private final String modelFolder;
    private final Counter scored = Metrics.counter(ScoreReadings.class, "scored");
    private final Counter failed = Metrics.counter(ScoreReadings.class, "deadLetters");

    private transient SohModel model;

    Score(String modelFolder) {
      this.modelFolder = modelFolder;
    }

    @Setup
    public void setUp() throws IOException, InvalidModelException {
      model = MODELS.get(modelFolder);
      if (model == null) {
        model = ModelStore.load(new BeamModelFolder(modelFolder));
        MODELS.put(modelFolder, model);
      }
    }

    @ProcessElement
    public void process(@Element ReceivedReading received, MultiOutputReceiver outputs) {
      SohScore score;
      try {
        score = model.score(received.reading());
      } catch (RuntimeException e) {
        outputs.get(DEAD_LETTERS).output(deadLetter(received, e));
        failed.inc();
        return;
      }

      outputs.get(SCORED).output(new ScoredReading(received, score, model.version()));
      scored.inc();
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
