// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.steel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.labels.HourlyLabels;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.training.Algorithm;
import io.pfss.models.training.Progress;
import io.pfss.models.training.Trainer;
import io.pfss.models.training.TrainingData;
import io.pfss.models.training.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests with public data: the meter of a steel plant. */
class SteelIndustryTest {
  private static final int QUARTERS = 3 * 7 * 96;

  @Test
  void powerFactorsMatchTheMeter() throws Exception {
    List<HeatReading> readings = SteelReadings.read(excerpt());
    List<String> lines = Files.readAllLines(excerpt());

    assertThat(readings).hasSize(QUARTERS);
    for (int i = 0; i < readings.size(); i++) {
      double said = Double.parseDouble(lines.get(i + 1).split(",")[5]) / 100;
      assertThat(PowerFactors.of(readings.get(i)).average()).isCloseTo(said, within(0.0001));
    }
  }

  @Test
  void trainsModelAndMeasuresItOnLaterWeek() throws Exception {
    Trainer trainer =
        new Trainer(
            new TrainingSettings(
                Algorithm.RANDOM_FOREST, Feature.EXTENDED, 20, 12, 20, false, 0.3, null, 1000),
            Progress.NONE);
    TrainingData data = trainer.newData();
    HourlyLabels labels =
        new HourlyLabels(
            PowerFactorRule.AI_HUB,
            Duration.ofHours(1),
            labelled -> data.add(labelled, Double.NaN));
    SteelReadings.read(excerpt()).forEach(labels::add);
    labels.end();

    Map<String, Double> metrics =
        trainer.train("steel", "1", data, "UCI 851", Instant.EPOCH).description().metrics();

    assertThat(data.size()).isEqualTo(QUARTERS);
    assertThat(metrics.get("held_out_rows")).isBetween(0.29 * QUARTERS, 0.31 * QUARTERS);
    assertThat(metrics.get("macro_f1")).isGreaterThan(0.7);
    assertThat(metrics.get("rule_macro_f1")).isGreaterThan(0.7);
  }

  private static Path excerpt() throws Exception {
    return Path.of(
        SteelIndustryTest.class.getResource("/io/pfss/models/steel/steel-2018-03.csv").toURI());
  }
}
