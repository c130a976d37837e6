// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.training.Samples;
import io.pfss.models.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceTest {
  private static final int READINGS = 25_000;

  @TempDir Path root;

  @Test
  void shufflingDecisiveFeatureCostsMost() throws IOException, InvalidModelException {
    Path folder =
        Samples.train(TrainingSettings.FOREST.withTrees(5, 8, 20), 3_000, "1", Instant.EPOCH)
            .save(root);
    SohModel model = ModelStore.load(ModelStore.localFolder(folder));

    Map<String, Double> decreases = decreases(model);

    assertThat(decreases.keySet()).containsExactly("온도", "pf", "R_pf", "S_pf", "T_pf");
    assertThat(decreases.get("온도")).isBetween(-0.02, 0.02);
    assertThat(decreases.get("pf")).isGreaterThan(decreases.get("온도"));
    assertThat(decreases(model)).isEqualTo(decreases);
  }

  @Test
  void onlyThePowerFactorCountsWhereLimitsDecide() throws IOException, InvalidModelException {
    TrainingSettings settings =
        TrainingSettings.FOREST
            .withTrees(5, 8, 20)
            .withStateLimits(PowerFactorRule.AI_HUB.limits());
    Path folder = Samples.train(settings, 3_000, "1", Instant.EPOCH).save(root);

    Map<String, Double> decreases = decreases(ModelStore.load(ModelStore.localFolder(folder)));

    assertThat(decreases.get("pf")).isGreaterThan(0.3);
    assertThat(List.of("온도", "R_pf", "S_pf", "T_pf"))
        .allSatisfy(feature -> assertThat(decreases.get(feature)).isZero());
  }

  private static Map<String, Double> decreases(SohModel model) {
    List<LabelledReading> samples = Samples.samples(READINGS);
    Importance importance = new Importance(model, 1);
    for (LabelledReading sample : samples) {
      importance.add(model.input(sample.reading(), Double.NaN).orElseThrow(), sample.state());
    }

    return importance.byFeature();
  }
}
