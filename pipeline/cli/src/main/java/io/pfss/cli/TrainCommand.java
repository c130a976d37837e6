// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.training.Algorithm;
import io.pfss.models.training.TrainedModel;
import io.pfss.models.training.Trainer;
import io.pfss.models.training.TrainingData;
import io.pfss.models.training.TrainingSettings;
import io.pfss.models.training.risk.RiskRows;
import io.pfss.models.training.risk.RiskTrainer;
import io.pfss.pipeline.score.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model version. */
@Command(
    name = "train",
    description =
        "Trains a model version on labelled readings, and measures it on other facilities and a"
            + " later time. The same readings and seed give the same bytes.",
    footer = "pfss train --as=heat-forest/2 --folder=history --labels=labels.csv",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final List<String> OF_STATES_ONLY =
      List.of(
          "--algorithm",
          "--features",
          "--trees",
          "--depth",
          "--node-size",
          "--balanced",
          "--state-by",
          "--seed",
          "--labels",
          "--ratings");

  @Mixin private LabelledSource source;

  @Option(
      names = "--task",
      defaultValue = "STATE",
      description =
          "${COMPLETION-CANDIDATES}: the state at a reading; or the probability that the power"
              + " factor reaches 경고 within the next hour, from minutes and by logistic regression."
              + " Default: ${DEFAULT-VALUE}.")
  private Task task;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "MODEL/VERSION",
      description = "Name and version of the new model, for example heat-forest/2.")
  private ModelName model;

  @Option(
      names = "--models",
      defaultValue = "models",
      description = "Folder of all models. Default: ${DEFAULT-VALUE}.")
  private Path root;

  @Option(
      names = "--algorithm",
      defaultValue = "RANDOM_FOREST",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Algorithm algorithm;

  @Option(
      names = "--features",
      defaultValue = "REFERENCE",
      description =
          "${COMPLETION-CANDIDATES}: temperature and power factors; or also imbalance of the phases,"
              + " voltage, apparent power, load. Default: ${DEFAULT-VALUE}.")
  private FeatureSet features;

  @Option(
      names = "--trees",
      description = "Number of trees. Default: 20; with boosting 60 for each state.")
  private Integer trees;

  @Option(names = "--depth", description = "Maximum depth of a tree. Default: 12; with boosting 6.")
  private Integer depth;

  @Option(
      names = "--node-size",
      description = "Minimum number of readings of a node to split it. Default: 20.")
  private Integer nodeSize;

  @Option(
      names = "--balanced",
      description = "Train each tree of a forest on equally many readings of each state.")
  private boolean balanced;

  @Option(
      names = "--state-by",
      defaultValue = "PROBABILITY",
      description =
          "What decides the state that the model predicts, ${COMPLETION-CANDIDATES}: the most"
              + " probable state; or the limits of --rule, --normal and --warning, on the power factor"
              + " of each reading. Default: ${DEFAULT-VALUE}.")
  private StateBy stateBy;

  @Option(
      names = "--later-share",
      defaultValue = "0.2",
      description =
          "Share of the period, its last part, that is kept for the evaluation. Default: ${DEFAULT-VALUE}.")
  private double laterShare;

  @Option(
      names = "--seed",
      defaultValue = "1000",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--created",
      description =
          "Creation time to store in the model. Default: the latest reading's time, so that a repeat"
              + " gives the same bytes.")
  private Instant created;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    checkNew();
    long start = System.nanoTime();
    if (task == Task.RISK) {
      trainRisk(start);
      return 0;
    }

    Trainer trainer = new Trainer(settings(), new ProgressBar(err, text("trees")));
    TrainingData data = trainer.newData();
    source.read(data::add, err);
    TrainedModel trained =
        trainer.train(
            model.name(),
            model.version(),
            data,
            source.description(),
            created == null ? Instant.ofEpochMilli(data.toMillis()) : created);
    Path folder = trained.save(root);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    print(spec.commandLine().getOut(), folder, trained, taken);
    return 0;
  }

  private void trainRisk(long start) throws IOException {
    for (String option : OF_STATES_ONLY) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(text("train.states_only", option));
      }
    }

    RiskRows rows = new RiskRows(source.rule().warning(), source.zone());
    source.readUnlabelled(rows::add, spec.commandLine().getErr());
    Path folder =
        RiskTrainer.train(
            root,
            model.name(),
            model.version(),
            rows,
            laterShare,
            source.description(),
            created == null ? Instant.ofEpochMilli(rows.toMillis()) : created);
    ModelDescription description = Models.describe(folder.toString());
    PrintWriter out = spec.commandLine().getOut();
    out.println(text("wrote", folder));
    description
        .metrics()
        .forEach((name, value) -> out.printf(Locale.ROOT, "  %-28s %.4f%n", name, value));
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("folder", folder.toString())
            .put("readings", rows.readings())
            .put("rows", rows.rows().size())
            .put("prAuc", description.metrics().get("pr_auc"))
            .put("simplePrAuc", description.metrics().get("simple_pr_auc"))
            .put("seconds", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0)
            .put("peakHeapMb", peakHeapBytes() >> 20);
    out.println("PFSS_TRAIN " + line);
  }

  /** Before the long work, not after it. */
  private void checkNew() {
    try {
      ModelStore.newFolder(root, model.name(), model.version());
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(text("train.exists", e.getFile(), e.getReason()), e);
    }
  }

  private TrainingSettings settings() {
    TrainingSettings base =
        algorithm == Algorithm.RANDOM_FOREST ? TrainingSettings.FOREST : TrainingSettings.BOOSTING;
    return new TrainingSettings(
        algorithm,
        features.features,
        trees == null ? base.trees() : trees,
        depth == null ? base.depth() : depth,
        nodeSize == null ? base.nodeSize() : nodeSize,
        balanced,
        laterShare,
        stateBy == StateBy.LIMITS ? source.rule().limits() : null,
        seed);
  }

  private static void print(PrintWriter out, Path folder, TrainedModel trained, Duration taken) {
    Map<String, Double> metrics = trained.description().metrics();
    out.println(text("wrote", folder));
    metrics.forEach((name, value) -> out.printf(Locale.ROOT, "  %-28s %.4f%n", name, value));
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("folder", folder.toString())
            .put("readings", trained.description().training().rows())
            .put("trees", trained.classifier().trees().count())
            .put("nodes", trained.classifier().trees().nodes())
            .put("macroF1", metrics.get("macro_f1"))
            .put("seconds", taken.toMillis() / 1000.0)
            .put("peakHeapMb", peakHeapBytes() >> 20);
    out.println("PFSS_TRAIN " + line);
  }

  /** The most that the heap's parts have held, each at its own time. */
  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** What decides the predicted state. */
  enum StateBy {
    PROBABILITY,
    LIMITS
  }

  /** The features that have a name together. */
  enum FeatureSet {
    REFERENCE(Feature.REFERENCE),
    EXTENDED(Feature.EXTENDED);

    private final List<Feature> features;

    FeatureSet(List<Feature> features) {
      this.features = features;
    }
  }
}
