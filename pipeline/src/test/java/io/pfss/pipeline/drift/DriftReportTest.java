// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.pipeline.influx.PointLine;
import io.pfss.pipeline.score.DriftCounts;
import io.pfss.pipeline.score.Scores;
import io.pfss.pipeline.score.ShadowCounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "2");

  private static ModelDescription model;

  @BeforeAll
  static void load() throws Exception {
    model = ModelStore.load(ModelStore.localFolder(SHIPPED)).description();
  }

  @Test
  void readingsLikeTrainingDataHaveNoDrift() {
    Map<String, Long> counts = new HashMap<>();
    for (int feature = 0; feature < 5; feature++) {
      for (int bin = 0; bin < 10; bin++) {
        counts.put(DriftCounts.feature("2", feature, bin), 1_000L);
      }
    }

    for (int state = 0; state < 3; state++) {
      counts.put(
          DriftCounts.state("2", state), Math.round(10_000 * model.profile().states().get(state)));
    }

    DriftReport report = DriftReport.of(model, counts);

    assertThat(report.readings()).isEqualTo(10_000);
    assertThat(report.features().keySet()).containsExactly("온도", "pf", "R_pf", "S_pf", "T_pf");
    assertThat(report.features().values()).allSatisfy(psi -> assertThat(psi).isLessThan(1e-4));
    assertThat(report.states()).isCloseTo(0, within(1e-4));
    assertThat(report.isMeaningful()).isTrue();
    assertThat(report.isMajor()).isFalse();
    assertThat(report.text()).startsWith("heat-forest/2, 10,000 readings: PSI 온도 0.000, pf 0.000");
    assertThat(report.lines(17))
        .hasSize(6)
        .anyMatch(
            line -> line.matches("model_drift,model=heat-forest,version=2,feature=pf psi=.* 17"))
        .anyMatch(
            line -> line.matches("model_mix,model=heat-forest,version=2 psi=.*normal=0.2.* 17"));
  }

  @Test
  void linesDoNotDependOnLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("ar", "EG"));
    try {
      DriftReport report = DriftReport.of(model, Map.of(DriftCounts.feature("2", 1, 9), 2_000L));
      ShadowReport shadow = new ShadowReport("heat-forest", "1", "2", 100, 90, 6);
      String point = PointLine.of(Scores.warning(1_000, 1), 1_500);
      assertThat(report.lines(17)).allMatch(DriftReportTest::hasOnlyAsciiDigits);
      assertThat(List.of(report.text(), shadow.text(), shadow.line(17), point))
          .allMatch(DriftReportTest::hasOnlyAsciiDigits);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static boolean hasOnlyAsciiDigits(String text) {
    return text.chars().filter(Character::isDigit).allMatch(digit -> digit >= '0' && digit <= '9');
  }

  @Test
  void readingsInOneBinHaveDrift() {
    DriftReport report =
        DriftReport.of(
            model,
            Map.of(DriftCounts.feature("2", 1, 9), 2_000L, DriftCounts.state("2", 0), 2_000L));

    assertThat(report.isMajor()).isTrue();
    assertThat(report.features().get("pf")).isGreaterThan(1);
  }

  @Test
  void fewReadingsAreNotMeaningful() {
    assertThat(DriftReport.of(model, Map.of()).isMeaningful()).isFalse();
    assertThat(DriftReport.of(model, Map.of()).shares()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void comparesChallengerByStatesOfBothModels() {
    ShadowReport report =
        ShadowReport.of(
            "heat-forest",
            "1",
            "2",
            Map.of(
                ShadowCounts.name("1", "2", 0, 0), 90L,
                ShadowCounts.name("1", "2", 0, 2), 6L,
                ShadowCounts.name("1", "2", 2, 0), 3L,
                ShadowCounts.name("1", "2", 3, 0), 1L,
                ShadowCounts.name("1", "3", 0, 0), 7L));

    assertThat(report).isEqualTo(new ShadowReport("heat-forest", "1", "2", 100, 90, 6));
    assertThat(report.text())
        .isEqualTo(
            "heat-forest/2 agrees with 1 on 90.00 % of 100 readings; its state is worse on 6.00 %");
    assertThat(report.line(17))
        .isEqualTo(
            "model_shadow,model=heat-forest,champion=1,challenger=2"
                + " readings=100i,agreeing=90i,worse=6i 17");
  }
}
