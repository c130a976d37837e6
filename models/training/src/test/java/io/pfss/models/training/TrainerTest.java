// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.GoldenScore;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;

  static List<TrainingSettings> settings() {
    return List.of(
        TrainingSettings.FOREST,
        new TrainingSettings(
            Algorithm.RANDOM_FOREST, Feature.EXTENDED, 20, 12, 20, true, 0.2, null, 1000),
        TrainingSettings.BOOSTING.withTrees(15, 5, 20));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void sameReadingsAndSeedGiveSameBytes(TrainingSettings settings) throws IOException {
    Path one = train(settings).save(root.resolve("one"));
    Path two = train(settings).save(root.resolve("two"));
    Path other = train(settings.withSeed(2000)).save(root.resolve("other"));

    for (String file : new String[] {"model.bin", "model.json", "golden.jsonl"}) {
      assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }

    assertThat(Files.mismatch(one.resolve("model.bin"), other.resolve("model.bin")))
        .isNotNegative();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void goldenScoresEqualSmilesAndModelLoads(TrainingSettings settings)
      throws IOException, InvalidModelException {
    TrainedModel model = train(settings);

    assertThat(model.golden()).hasSizeBetween(100, 200);
    double[] result = new double[3];
    for (GoldenScore golden : model.golden()) {
      model.classifier().score(golden.features(), result);
      assertThat(result).containsExactly(golden.probabilities());
    }

    assertThat(ModelStore.load(ModelStore.localFolder(model.save(root))).description().metrics())
        .isEqualTo(model.description().metrics());
  }

  @Test
  void measuresOnHeldOutFacilitiesAndTime() {
    ModelDescription model = train(TrainingSettings.FOREST).description();

    assertThat(model.training().facilities()).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L);
    assertThat(model.training().heldOut()).containsExactly(5L, 10L);
    assertThat(model.training().rows()).isEqualTo(5_000);
    assertThat(model.metrics())
        .containsEntry("held_out_rows", 200.0)
        .containsEntry("later_rows", 800.0)
        .containsKeys("rule_macro_f1", "later_rule_macro_f1");
    assertThat(model.metrics().get("macro_f1")).isGreaterThan(0.85);
    assertThat(model.metrics().get("later_macro_f1")).isGreaterThan(0.85);
  }

  @Test
  void limitsDecideMetricsAndProfileButTrainTheSameForest() throws IOException {
    TrainedModel byProbability = train(TrainingSettings.FOREST);
    TrainedModel byLimits =
        train(TrainingSettings.FOREST.withStateLimits(PowerFactorRule.AI_HUB.limits()));

    Map<String, Double> metrics = byLimits.description().metrics();
    Map<String, Double> others = byProbability.description().metrics();
    assertThat(metrics.get("macro_f1")).isEqualTo(others.get("rule_macro_f1"));
    assertThat(metrics.get("later_macro_f1"))
        .isEqualTo(others.get("later_rule_macro_f1"))
        .isNotEqualTo(others.get("later_macro_f1"));
    assertThat(byLimits.description().profile().states())
        .isNotEqualTo(byProbability.description().profile().states());
    Path one = byLimits.save(root.resolve("one"));
    Path other = byProbability.save(root.resolve("other"));
    for (String file : List.of("model.bin", "golden.jsonl")) {
      assertThat(one.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
    }
  }

  @Test
  void settingsShapeTheForest() {
    TrainedModel small = train(TrainingSettings.FOREST.withTrees(3, 4, 20));
    TrainedModel large = train(TrainingSettings.FOREST);

    assertThat(small.classifier().trees().count()).isEqualTo(3);
    assertThat(large.classifier().trees().count()).isEqualTo(20);
    assertThat(small.classifier().trees().nodes()).isLessThan(3 * (1 << 5));
    assertThat(small.description().hyperparameters()).containsEntry("depth", 4.0);
  }

  @Test
  void reportsProgress() {
    List<Integer> done = new ArrayList<>();
    Trainer trainer =
        new Trainer(
            TrainingSettings.FOREST,
            (parts, all) -> {
              done.add(parts);
              assertThat(all).isEqualTo(20);
            });
    TrainingData data = trainer.newData();
    Samples.samples(500).forEach(sample -> data.add(sample, Double.NaN));

    trainer.train("m", "1", data, "test", CREATED);

    assertThat(done).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20);
  }

  @Test
  void rejectsTooFewFacilitiesAndAbsentStates() {
    Trainer trainer = new Trainer(TrainingSettings.FOREST, Progress.NONE);
    TrainingData few = trainer.newData();
    few.add(Samples.samples(1).get(0), Double.NaN);
    assertThatThrownBy(
            () ->
                new Trainer(TrainingSettings.FOREST.withLaterShare(0), Progress.NONE)
                    .train("m", "1", few, "test", CREATED))
        .hasMessageContaining("At least 5 facilities are needed");

    TrainingData oneSided = trainer.newData();
    for (LabelledReading sample : Samples.samples(500)) {
      oneSided.add(new LabelledReading(sample.reading(), SohState.NORMAL), Double.NaN);
    }

    assertThatThrownBy(() -> trainer.train("m", "1", oneSided, "test", CREATED))
        .hasMessageContaining("CAUTION 주의");
  }

  @Test
  void rejectsImpossibleSettings() {
    TrainingSettings settings = TrainingSettings.FOREST;
    assertThatThrownBy(() -> settings.withTrees(0, 12, 20))
        .hasMessageContaining("trees=0 depth=12");
    assertThatThrownBy(() -> settings.withSeed(1)).hasMessageContaining("seed >= 2");
    assertThatThrownBy(() -> settings.withLaterShare(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(
            () ->
                new TrainingSettings(
                    Algorithm.GRADIENT_BOOSTING,
                    Feature.EXTENDED,
                    60,
                    6,
                    20,
                    true,
                    0.2,
                    null,
                    1000))
        .hasMessageContaining("Only a forest can be balanced");
    TrainingSettings blind =
        new TrainingSettings(
            Algorithm.RANDOM_FOREST,
            List.of(Feature.TEMPERATURE),
            20,
            12,
            20,
            false,
            0.2,
            null,
            1000);
    assertThatThrownBy(() -> blind.withStateLimits(PowerFactorRule.AI_HUB.limits()))
        .hasMessageContaining("need the feature pf");
  }

  private static TrainedModel train(TrainingSettings settings) {
    return Samples.train(settings, 5_000, "1", CREATED);
  }
}
