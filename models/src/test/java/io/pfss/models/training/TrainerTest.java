package io.pfss.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.GoldenScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;

  @Test
  void theSameReadingsAndSeedGiveTheSameBytes() throws IOException {
    Path one = train(TrainingSettings.DEFAULT).save(root.resolve("one"));
    Path two = train(TrainingSettings.DEFAULT).save(root.resolve("two"));
    Path other = train(new TrainingSettings(20, 12, 20, 2000)).save(root.resolve("other"));

    for (String file : new String[] {"model.bin", "model.json", "golden.jsonl"}) {
      assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }

    assertThat(Files.mismatch(one.resolve("model.bin"), other.resolve("model.bin")))
        .isNotNegative();
  }

  @Test
  void measuresOnFacilitiesThatItHasNotSeen() {
    TrainedModel model = train(TrainingSettings.DEFAULT);

    assertThat(model.description().training().facilities())
        .containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L);
    assertThat(model.description().training().heldOut()).containsExactly(5L, 10L);
    assertThat(model.description().training().rows()).isEqualTo(5_000);
    assertThat(model.description().metrics().get("held_out_rows")).isEqualTo(1_000);
    assertThat(model.description().metrics().get("macro_f1")).isGreaterThan(0.85);
    assertThat(model.description().metrics()).containsKey("rule_macro_f1");
  }

  @Test
  void settingsShapeTheForest() {
    TrainedModel small = train(new TrainingSettings(3, 4, 20, 1000));
    TrainedModel large = train(TrainingSettings.DEFAULT);

    assertThat(small.forest().trees()).isEqualTo(3);
    assertThat(large.forest().trees()).isEqualTo(20);
    assertThat(small.forest().nodes()).isLessThan(3 * (1 << 5));
    assertThat(small.description().hyperparameters()).containsEntry("depth", 4.0);
  }

  @Test
  void goldenScoresAreSmilesOwn() {
    TrainedModel model = train(TrainingSettings.DEFAULT);

    assertThat(model.golden()).hasSize(100);
    double[] result = new double[3];
    for (GoldenScore golden : model.golden()) {
      model.forest().score(golden.features(), result);
      assertThat(result).containsExactly(golden.probabilities());
    }
  }

  @Test
  void tooFewFacilitiesAndAbsentStatesAreNamed() {
    Trainer few = new Trainer(TrainingSettings.DEFAULT);
    SplittableRandom random = new SplittableRandom(1);
    few.add(Samples.sample(random, 0));
    assertThatThrownBy(() -> few.train("m", "1", "test", CREATED))
        .hasMessageContaining("At least 5 facilities are needed");

    Trainer oneSided = new Trainer(TrainingSettings.DEFAULT);
    for (int i = 0; i < 500; i++) {
      LabelledReading sample = Samples.sample(random, i);
      oneSided.add(new LabelledReading(sample.reading(), PowerFactorRule.stateAt(1)));
    }

    assertThatThrownBy(() -> oneSided.train("m", "1", "test", CREATED))
        .hasMessageContaining("CAUTION 주의");
  }

  @Test
  void impossibleSettingsAreNamed() {
    assertThatThrownBy(() -> new TrainingSettings(0, 12, 20, 1000)).hasMessageContaining("0, 12");
    assertThatThrownBy(() -> new TrainingSettings(20, 12, 20, 1)).hasMessageContaining("seed 2");
  }

  private static TrainedModel train(TrainingSettings settings) {
    return Samples.trainer(settings, 5_000).train("heat", "1", "test", CREATED);
  }
}
