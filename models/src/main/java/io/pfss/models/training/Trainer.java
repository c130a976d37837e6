package io.pfss.models.training;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.FlatForest;
import io.pfss.models.soh.GoldenScore;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohFeatures;
import io.pfss.models.soh.SohState;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import smile.base.cart.SplitRule;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.IntVector;

/**
 * Trains a random forest on labelled readings and measures it on facilities that it has not seen:
 * every fifth, since neighbouring readings of one facility are too alike to tell anything.
 *
 * <p>Collects readings one by one, keeping only their features; not thread-safe; used once.
 */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final String LABEL = "state";
  private static final String SMILE_VERSION = "2.6.0";
  private static final int HOLD_OUT = 5;
  private static final int GOLDEN_SCORES = 100;

  private final TrainingSettings settings;
  private final MessageDigest hash = sha256();
  private final List<double[]> features = new ArrayList<>();
  private final List<SohState> states = new ArrayList<>();
  private final List<Long> facilities = new ArrayList<>();
  private long rows;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  /** A trainer without readings. */
  public Trainer(TrainingSettings settings) {
    this.settings = settings;
  }

  /** Takes a reading; one that lacks a feature counts in the hash, but teaches nothing. */
  public void add(LabelledReading labelled) {
    hash.update(HeatJson.write(labelled.reading()));
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(labelled.state().ordinal()).flip());
    rows++;
    from = Math.min(from, labelled.reading().eventTimeMillis());
    to = Math.max(to, labelled.reading().eventTimeMillis());
    double[] row = SohFeatures.of(labelled.reading());
    if (Arrays.stream(row).noneMatch(Double::isNaN)) {
      features.add(row);
      states.add(labelled.state());
      facilities.add(labelled.reading().sensorId());
    }
  }

  /**
   * Trains the forest.
   *
   * @param name of the model
   * @param version of the model
   * @param source where the readings came from
   * @param created when, to be written into the model: given, so that a repeat gives the same bytes
   * @throws IllegalArgumentException if there are too few facilities, or a state never occurs
   */
  public TrainedModel train(String name, String version, String source, Instant created) {
    List<Long> all = List.copyOf(new TreeSet<>(facilities));
    if (all.size() < HOLD_OUT) {
      throw new IllegalArgumentException(
          "At least " + HOLD_OUT + " facilities are needed, to measure on some: " + all.size());
    }

    List<Long> heldOut = new ArrayList<>();
    List<Long> trainedOn = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i % HOLD_OUT == HOLD_OUT - 1 ? heldOut : trainedOn).add(all.get(i));
    }

    Split split = split(new TreeSet<>(heldOut));
    LOG.info("Training on {} readings of {} facilities", split.training.size(), trainedOn.size());
    RandomForest forest = fit(split.training);
    FlatForest flat = SmileForests.flatten(forest, SohFeatures.NAMES.size(), SohState.ALL.size());
    Map<String, Double> metrics = new TreeMap<>(evaluate(flat, split.heldOut));
    metrics.put("held_out_rows", (double) split.heldOut.size());
    ModelDescription description =
        new ModelDescription(
            1,
            name,
            version,
            created.toString(),
            ModelStore.features(medianTemperature(split.training)),
            SohState.ALL.stream().map(SohState::label).toList(),
            new ModelDescription.Algorithm("random forest", "smile", SMILE_VERSION),
            hyperparameters(),
            new ModelDescription.Training(
                source,
                HexFormat.of().formatHex(hash.digest()),
                rows,
                Instant.ofEpochMilli(from).toString(),
                Instant.ofEpochMilli(to).toString(),
                trainedOn,
                heldOut),
            metrics,
            Map.of());
    return new TrainedModel(description, flat, golden(forest, split.heldOut));
  }

  private Split split(TreeSet<Long> heldOut) {
    List<Integer> training = new ArrayList<>();
    List<Integer> measured = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      (heldOut.contains(facilities.get(i)) ? measured : training).add(i);
    }

    return new Split(training, measured);
  }

  private RandomForest fit(List<Integer> rowsToLearn) {
    double[][] x = rowsToLearn.stream().map(features::get).toArray(double[][]::new);
    int[] y = rowsToLearn.stream().mapToInt(row -> states.get(row).ordinal()).toArray();
    for (SohState state : SohState.ALL) {
      if (Arrays.stream(y).noneMatch(label -> label == state.ordinal())) {
        throw new IllegalArgumentException(
            "No reading of the training facilities is " + state + " " + state.label());
      }
    }

    DataFrame frame = DataFrame.of(x, names()).merge(IntVector.of(LABEL, y));
    int variablesPerSplit = (int) Math.sqrt(SohFeatures.NAMES.size());
    return RandomForest.fit(
        Formula.lhs(LABEL),
        frame,
        settings.trees(),
        variablesPerSplit,
        SplitRule.GINI,
        settings.depth(),
        Integer.MAX_VALUE,
        settings.nodeSize(),
        1.0,
        null,
        LongStream.range(settings.seed(), settings.seed() + settings.trees()));
  }

  private Map<String, Double> evaluate(FlatForest forest, List<Integer> measured) {
    Evaluation model = new Evaluation();
    Evaluation rule = new Evaluation();
    double[] probabilities = new double[SohState.ALL.size()];
    for (int row : measured) {
      forest.score(features.get(row), probabilities);
      model.add(states.get(row), mostProbable(probabilities));
      rule.add(states.get(row), PowerFactorRule.stateAt(features.get(row)[1]));
    }

    Map<String, Double> metrics = new TreeMap<>(model.metrics(""));
    metrics.putAll(rule.metrics("rule_"));
    return metrics;
  }

  private List<GoldenScore> golden(RandomForest forest, List<Integer> measured) {
    StructType schema = DataFrame.of(new double[1][SohFeatures.NAMES.size()], names()).schema();
    int step = Math.max(1, measured.size() / GOLDEN_SCORES);
    List<GoldenScore> golden = new ArrayList<>();
    for (int i = 0; i < measured.size(); i += step) {
      double[] row = features.get(measured.get(i));
      double[] probabilities = new double[SohState.ALL.size()];
      forest.predict(Tuple.of(row, schema), probabilities);
      golden.add(new GoldenScore(row, probabilities));
    }

    return golden;
  }

  private double medianTemperature(List<Integer> training) {
    double[] temperatures =
        training.stream()
            .mapToDouble(row -> features.get(row)[SohFeatures.TEMPERATURE])
            .sorted()
            .toArray();
    return temperatures[temperatures.length / 2];
  }

  private Map<String, Double> hyperparameters() {
    Map<String, Double> hyperparameters = new TreeMap<>();
    hyperparameters.put("trees", (double) settings.trees());
    hyperparameters.put("depth", (double) settings.depth());
    hyperparameters.put("node_size", (double) settings.nodeSize());
    hyperparameters.put("seed", (double) settings.seed());
    return hyperparameters;
  }

  private static SohState mostProbable(double[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }

    return SohState.ALL.get(best);
  }

  private static String[] names() {
    return SohFeatures.NAMES.toArray(String[]::new);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private record Split(List<Integer> training, List<Integer> heldOut) {}
}
