// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LabelledSourceTest {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  @Test
  void generatedReadingsAreLabelledByTheRuleOnTheirClockHour() throws IOException {
    List<LabelledReading> all = labelled("--generate=6x2");
    Map<String, List<LabelledReading>> hours =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one ->
                        one.reading().sensorId()
                            + "/"
                            + one.reading().eventTimeMillis() / HOUR_MILLIS));

    assertThat(hours).hasSizeBetween(6 * 46, 6 * 48);
    assertThat(all.stream().map(LabelledReading::state).distinct().count()).isGreaterThan(1);
    for (List<LabelledReading> hour : hours.values()) {
      double powerFactor =
          PowerFactors.powerFactor(
              sum(hour, Measure.ACTIVE_POWER_AVG), sum(hour, Measure.REACTIVE_POWER_AVG));
      assertThat(hour)
          .extracting(LabelledReading::state)
          .containsOnly(PowerFactorRule.AI_HUB.stateAt(powerFactor));
    }
  }

  @Test
  void generatedReadingsHaveNoLabelsOfTheirOwn() throws IOException {
    assertThat(labelled("--generate=6x2", "--rule=kepco"))
        .extracting(LabelledReading::state)
        .isNotEqualTo(labelled("--generate=6x2").stream().map(LabelledReading::state).toList());
  }

  @Test
  void unlabelledReadingsComeInTheOrderOfArrival() throws IOException {
    List<HeatReading> byArrival = new ArrayList<>();
    source("--generate=6x2")
        .readUnlabelled(
            (reading, time) -> byArrival.add(reading), new PrintWriter(new StringWriter()));
    List<HeatReading> byTime =
        labelled("--generate=6x2").stream().map(LabelledReading::reading).toList();

    assertThat(byArrival).containsExactlyInAnyOrderElementsOf(byTime).isNotEqualTo(byTime);
  }

  private static double sum(List<LabelledReading> hour, Measure measure) {
    return hour.stream().mapToDouble(one -> one.reading().value(measure)).sum();
  }

  private static List<LabelledReading> labelled(String... options) throws IOException {
    List<LabelledReading> all = new ArrayList<>();
    source(options).read((one, ratedPower) -> all.add(one), new PrintWriter(new StringWriter()));
    return all;
  }

  private static LabelledSource source(String... options) {
    LabelledSource source = new LabelledSource();
    new CommandLine(source).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    return source;
  }
}
