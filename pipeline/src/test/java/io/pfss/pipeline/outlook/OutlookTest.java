// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.PhasePowers;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.RecordCoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class OutlookTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  private static final RiskModel MODEL = RiskModels.load();

  private static final FacilityName NAMES = new FacilityName("TR-7", "변압기 7", "");

  private final FacilityState facility = new FacilityState();

  @Test
  void saysWhatTheHourIsAndWhatToDo() {
    run(0, 30, 6000, 8000);
    facility.add(
        new MinuteSums(31, 1, 6000, 8000, new PhasePowers(2000, 2000, 2000, 4000, 2000, 2000)),
        SEOUL);
    Outlook outlook = outlook();

    assertThat(outlook.timeMillis()).isEqualTo(32 * 60_000);
    assertThat(outlook.powerFactor()).isCloseTo(0.6, within(1e-9));
    assertThat(outlook.state()).isEqualTo("경고");
    assertThat(outlook.worstPhase()).isEqualTo("S");
    assertThat(outlook.surcharge()).as("30 percent at 0.2").isCloseTo(6, within(1e-9));
    // 8 kvar − 6 kW · tan(arccos 0.9), and · tan(arccos 0.95).
    assertThat(outlook.kvarTo90()).isCloseTo(8 - 6 * 0.484322, within(1e-4));
    assertThat(outlook.kvarTo95()).isCloseTo(8 - 6 * 0.328684, within(1e-4));
    assertThat(outlook.usualKvarTo90()).isCloseTo(8 - 6 * 0.484322, within(0.05));
  }

  @Test
  void hasNoRiskInTheFirstHalfHourInWarningAndWhileStopped() {
    run(0, 29, 800, 600);
    assertThat(outlook().risk()).isNaN();
    assertThat(outlook().usualKvarTo90()).as("before the first half hour is over").isNaN();
    run(30, 30, 800, 600);
    assertThat(outlook().risk()).isCloseTo(0.5, within(1e-6));
    assertThat(outlook().why()).containsExactly(RiskInput.DEFICIT_5);
    run(31, 31, 0, 0);
    assertThat(outlook().risk()).isNaN();
    assertThat(outlook().state()).isEqualTo(Outlook.STOPPED);
    run(32, 60, 500, 900);
    assertThat(outlook().risk()).as("in 경고").isNaN();
    assertThat(Outlook.of(7, facility, null, "", Optional.empty()).risk()).isNaN();
  }

  @Test
  void theLimitsOfAFacilityDecideItsState() {
    run(0, 30, 800, 600);
    assertThat(outlook().state()).isEqualTo("정상");
    Optional<StateLimits> own = Optional.of(new StateLimits(0.9, 0.8));
    assertThat(Outlook.of(7, facility, MODEL, "1", own).state()).isEqualTo("경고");
  }

  @Test
  void anHourWithoutEnergyHasNoPowerFactorAndNoSurcharge() {
    run(0, 59, 800, 600);
    run(60, 70, 0, 0);
    assertThat(outlook().powerFactor()).isNaN();
    assertThat(outlook().surcharge()).isNaN();
    assertThat(outlook().state()).isEqualTo(Outlook.STOPPED);
  }

  @Test
  void theSurchargeEndsAtItsLimits() {
    assertThat(Outlook.surcharge(0.95)).isZero();
    assertThat(Outlook.surcharge(0.85)).isCloseTo(1, within(1e-9));
    assertThat(Outlook.surcharge(0.3)).isEqualTo(6);
    run(120, 150, 600, -800);
    assertThat(outlook().surcharge()).as("leading").isZero();
    assertThat(outlook().kvarTo90()).as("leading").isZero();
  }

  @Test
  void jsonHasTheContractsFields() throws Exception {
    run(0, 31, 800, 600);
    assertThat(new String(OutlookJson.write(outlook(), NAMES), StandardCharsets.UTF_8))
        .matches(
            "\\{\"sensor_id\":7,\"plant_id\":\"TR-7\",\"name\":\"변압기 7\",\"site\":null,"
                + "\"timestamp\":1920.0,\"pf_hour\":0.8,\"state_hour\":\"정상\","
                + "\"risk_60m\":0\\.[45]\\d*,\"why\":\\[\\{\"ko\":\"최근 5분 역률\","
                + "\"en\":\"power factor of the last 5 minutes\"}],\"kvar_to_90\":0\\.21\\d*,"
                + "\"kvar_to_95\":0\\.33\\d*,\"usual_kvar_to_90\":0\\.21\\d*,"
                + "\"surcharge_percent\":2\\.0\\d*,\"worst_phase\":null,\"model\":\"1\"}");
    assertThat(
            new String(
                OutlookJson.write(Outlook.unknown(7), FacilityName.UNKNOWN),
                StandardCharsets.UTF_8))
        .contains("\"state_hour\":null,\"risk_60m\":null");
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(Outlook.class), outlook());
  }

  private Outlook outlook() {
    return Outlook.of(7, facility, MODEL, "1", Optional.empty());
  }

  private void run(int from, int to, double active, double reactive) {
    for (int minute = from; minute <= to; minute++) {
      facility.add(new MinuteSums(minute, 1, active, reactive), SEOUL);
    }
  }
}
