// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FacilityStateTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  /** A Monday, 00:00 in Seoul. */
  private static final long MONDAY = Instant.parse("2026-01-04T15:00:00Z").getEpochSecond() / 60;

  private final FacilityState state = new FacilityState();

  @Test
  void aConstantPowerFactorIsItsOwnMeanOverEverySpan() {
    for (int minute = 0; minute < 120; minute++) {
      add(minute, 300, 400);
    }

    double[] inputs = state.inputs(SEOUL);
    assertThat(inputs).hasSize(RiskInput.ALL.size());
    assertThat(value(inputs, RiskInput.PF_NOW)).isCloseTo(0.6, within(1e-12));
    for (RiskInput span : List.of(RiskInput.DEFICIT_5, RiskInput.DEFICIT_60)) {
      assertThat(value(inputs, span)).isCloseTo(0.4, within(1e-6));
    }

    assertThat(value(inputs, RiskInput.FALL_15_60)).isCloseTo(0, within(1e-6));
    assertThat(value(inputs, RiskInput.HOUR_COS)).isPositive();
    assertThat(value(inputs, RiskInput.WORKDAY)).isEqualTo(1);
    assertThat(state.recentPowerFactor()).isCloseTo(0.6, within(1e-6));
    assertThat(state.activePowerOfHour()).isCloseTo(300, within(1e-9));
    assertThat(state.reactivePowerOfHour()).isCloseTo(400, within(1e-9));
  }

  @Test
  void aSpanWeighsMinutesByTheirAge() {
    add(0, 1, 0);
    add(5, 0, 1);

    // Ages of 5 and 0 minutes: weights e^-1 and 1, deficits 0 and 1.
    assertThat(value(state.inputs(SEOUL), RiskInput.DEFICIT_5))
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
  }

  @Test
  void theOrderOfArrivalDoesNotMatterToTheSpans() {
    SplittableRandom random = new SplittableRandom(1);
    List<MinuteSums> minutes = new ArrayList<>();
    for (int minute = 0; minute < 200; minute++) {
      minutes.add(sums(minute, random.nextDouble(), random.nextDouble()));
    }

    minutes.forEach(part -> state.add(part, SEOUL));
    FacilityState late = new FacilityState();
    MinuteSums last = minutes.remove(minutes.size() - 1);
    Collections.shuffle(minutes, new Random(1));
    minutes.forEach(part -> late.add(part, SEOUL));
    late.add(last, SEOUL);

    double[] inOrder = state.inputs(SEOUL);
    double[] shuffled = late.inputs(SEOUL);
    for (RiskInput input : RiskInput.ALL.subList(0, RiskInput.USUAL_15.ordinal())) {
      assertThat(value(shuffled, input))
          .as(input.label())
          .isCloseTo(value(inOrder, input), within(1e-5));
    }
  }

  @Test
  void theHourToDateBeginsAnewWithEachHour() {
    add(58, 0, 100);
    add(60, 300, 400);
    add(61, 300, 400);
    add(59, 0, 100);

    assertThat(state.powerFactorOfHour()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void theUsualHalfHourIsThatOfTheDaysBefore() {
    for (int minute = 0; minute < 2 * 1440; minute++) {
      boolean poor = minute % 1440 >= 600 && minute % 1440 < 630;
      add(minute, poor ? 300 : 800, poor ? 400 : 600);
    }

    FacilityState later = state;
    later.add(sums(2 * 1440 + 545, 800, 600), SEOUL);
    double[] inputs = later.inputs(SEOUL);
    assertThat(value(inputs, RiskInput.USUAL_60)).isCloseTo(0.4, within(0.005));
    assertThat(value(inputs, RiskInput.USUAL_15)).isCloseTo(0.2, within(0.005));
  }

  @Test
  void aWrittenStateGoesOnAsTheOneThatWasNotWritten() {
    SplittableRandom random = new SplittableRandom(2);
    FacilityState read = new FacilityState();
    for (int minute = 0; minute < 3 * 1440; minute += 1 + random.nextInt(3)) {
      MinuteSums sums = sums(minute, random.nextDouble(1000), random.nextDouble(1000));
      state.add(sums, SEOUL);
      read.add(sums, SEOUL);
      ByteBuffer bytes = ByteBuffer.allocate(FacilityState.BYTES);
      read.write(bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      read = new FacilityState(bytes.flip());
      assertThat(read.inputs(SEOUL)).isEqualTo(state.inputs(SEOUL));
    }

    assertThat(read.minute()).isEqualTo(state.minute());
    assertThat(read.isKnown()).isTrue();
    assertThat(read.powerFactorOfHour()).isEqualTo(state.powerFactorOfHour());
    assertThat(read.usualCompensation()).isEqualTo(state.usualCompensation());
    ByteBuffer foreign = ByteBuffer.allocate(FacilityState.BYTES);
    assertThatThrownBy(() -> new FacilityState(foreign))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FacilityState(ByteBuffer.wrap(new byte[] {1})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStateWithoutReadingsCanBeWritten() {
    ByteBuffer bytes = ByteBuffer.allocate(FacilityState.BYTES);
    state.write(bytes);
    FacilityState read = new FacilityState(bytes.flip());
    assertThat(read.minute()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.isKnown()).isFalse();
  }

  @Test
  void compensationRaisesThePowerFactorToTheTarget() {
    // P = 600 W at power factor 0.6: Q = 800 var; at 0.8, 450 var are allowed.
    assertThat(FacilityState.compensation(600, 800, 0.8)).isCloseTo(350, within(1e-9));
    assertThat(FacilityState.compensation(600, 800, 0.5)).isZero();
    assertThat(FacilityState.compensation(600, -800, 0.8)).as("leading").isZero();
  }

  @Test
  void theUsualCompensationIsThatOfTheWorstHalfHour() {
    for (int minute = 0; minute <= 1440; minute++) {
      boolean poor = minute >= 600 && minute < 630;
      add(minute, poor ? 6000 : 8000, poor ? 8000 : 6000);
    }

    // 8 kvar − 6 kW · tan(arccos 0.9).
    assertThat(state.usualCompensation()).isCloseTo(5094, within(5.0));
  }

  @Test
  void neitherRestNorLeadingPowerNeedsCompensation() {
    assertThat(state.usualCompensation()).isNaN();
    for (int minute = 0; minute <= 720; minute++) {
      add(minute, minute % 3 == 0 ? 0 : 10_000, 0);
    }

    for (int minute = 721; minute <= 1440; minute++) {
      add(minute, 6000, -8000);
    }

    assertThat(state.usualCompensation()).isZero();
  }

  @Test
  void aMinuteInPartsIsTheMinuteAsAWhole() {
    FacilityState inParts = new FacilityState();
    for (int minute = 0; minute < 60; minute++) {
      state.add(new MinuteSums(MONDAY + minute, 2, 1000, 500), SEOUL);
      inParts.add(new MinuteSums(MONDAY + minute, 1, 900, 0), SEOUL);
      inParts.add(new MinuteSums(MONDAY + minute, 1, 100, 500), SEOUL);
    }

    add(1440, 1000, 0);
    inParts.add(sums(1440, 1000, 0), SEOUL);
    assertThat(inParts.inputs(SEOUL)).isEqualTo(state.inputs(SEOUL));
  }

  @Test
  void afterAGapAFacilityMustBecomeKnownAgain() {
    state.add(new MinuteSums(0, 1, 8000, 6000), SEOUL);
    add(0, 8000, 6000);
    assertThat(state.isKnown()).as("a first reading of 1970").isFalse();
    add(30, 8000, 6000);
    assertThat(state.isKnown()).isTrue();
    add(90, 8000, 6000);
    assertThat(state.isKnown()).as("an hour later").isTrue();
    add(151, 8000, 6000);
    assertThat(state.isKnown()).as("after more than an hour").isFalse();
  }

  @Test
  void anAbsurdReadingCountsForNothing() {
    for (double power : new double[] {1e12, -1e12, Double.MAX_VALUE}) {
      assertThat(MinuteSums.of(reading(power, 1), 0).readings()).isZero();
      assertThat(MinuteSums.of(reading(1, power), 0).readings()).isZero();
    }

    assertThat(MinuteSums.of(reading(1e9, -1e9), 0).readings()).isEqualTo(1);
  }

  @Test
  void aPhaseWithoutReactivePowerIsUnknown() {
    HeatReading reading =
        HeatReading.builder(1, 0)
            .set(Measure.ACTIVE_POWER_AVG, 24)
            .set(Measure.REACTIVE_POWER_AVG, 18)
            .set(Measure.R_ACTIVE_POWER, 8)
            .set(Measure.S_ACTIVE_POWER, 8)
            .set(Measure.S_REACTIVE_POWER, 6)
            .set(Measure.T_ACTIVE_POWER, 8)
            .set(Measure.T_REACTIVE_POWER, 6)
            .build();
    state.add(MinuteSums.of(reading, 0), SEOUL);
    assertThat(state.worstPhase()).as("S and T are alike").isEmpty();
  }

  @Test
  void aPhaseWithReactivePowerOnlyIsTheWorst() {
    state.add(phases(0, new PhasePowers(8, 1, 0, 6, 8, 1)), SEOUL);
    assertThat(state.worstPhase()).contains("S");
  }

  private static HeatReading reading(double active, double reactive) {
    return HeatReading.builder(1, 0)
        .set(Measure.ACTIVE_POWER_AVG, active)
        .set(Measure.REACTIVE_POWER_AVG, reactive)
        .build();
  }

  @Test
  void theWorstPhaseHasTheLowestPowerFactor() {
    assertThat(state.worstPhase()).isEmpty();
    state.add(phases(0, new PhasePowers(8, 6, 6, 8, 8, 6)), SEOUL);
    assertThat(state.worstPhase()).contains("S");
    state.add(phases(1, new PhasePowers(8, 6, 8, 6, 8, 6)), SEOUL);
    assertThat(state.worstPhase()).as("of the hour, not of the minute").contains("S");
    state.add(phases(600, new PhasePowers(8, 6, 8, 6, 8, 6)), SEOUL);
    assertThat(state.worstPhase()).as("all are alike").isEmpty();
  }

  @Test
  void aFacilityIsKnownAfterHalfAnHourAndStandsWithoutLoad() {
    assertThat(state.isKnown()).isFalse();
    assertThatThrownBy(() -> state.inputs(SEOUL)).isInstanceOf(IllegalStateException.class);
    add(0, 1000, 100);
    assertThat(state.isRunning()).isTrue();
    assertThat(state.isKnown()).isFalse();
    add(30, 1000, 100);
    assertThat(state.isKnown()).isTrue();
    add(31, 1, 0);
    assertThat(state.isRunning()).isFalse();
    add(32, 0, 0);
    assertThat(state.isRunning()).isFalse();
    assertThat(state.minute()).isEqualTo(MONDAY + 32);
  }

  @Test
  void aReadingWithoutReactivePowerCountsForNothing() {
    MinuteSums empty =
        MinuteSums.of(
            HeatReading.builder(1, 90_000).set(Measure.ACTIVE_POWER_AVG, 5).build(), 90_000);
    MinuteSums full =
        MinuteSums.of(
            HeatReading.builder(1, 999_999)
                .set(Measure.ACTIVE_POWER_AVG, 3)
                .set(Measure.REACTIVE_POWER_AVG, 4)
                .build(),
            119_999);

    assertThat(empty.readings()).isZero();
    assertThat(empty.plus(full)).isEqualTo(new MinuteSums(1, 1, 3, 4));
    assertThatThrownBy(() -> full.plus(sums(0, 1, 1))).isInstanceOf(IllegalArgumentException.class);
  }

  private void add(int minute, double active, double reactive) {
    state.add(sums(minute, active, reactive), SEOUL);
  }

  private static MinuteSums sums(int minute, double active, double reactive) {
    return new MinuteSums(MONDAY + minute, 1, active, reactive);
  }

  private static double value(double[] inputs, RiskInput input) {
    return inputs[input.ordinal()];
  }

  private static MinuteSums phases(int minute, PhasePowers phases) {
    return new MinuteSums(MONDAY + minute, 1, 22, 20, phases);
  }
}
