// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultInjectorTest {
  private static final long START = 1_767_225_600_000L;
  private static final long DAY_MILLIS = 86_400_000;

  @Test
  void sendsReadingsUnchangedWithoutRates() throws InvalidReadingException {
    ReadingGenerator generator = new ReadingGenerator(1, 1, RegimeSettings.demo());
    FaultInjector injector = new FaultInjector(FaultRates.NONE, 1);
    for (int i = 0; i < 100; i++) {
      HeatReading reading = generator.next(START + i);
      List<Sent> sent = injector.inject(reading);
      assertThat(sent).hasSize(1);
      assertThat(sent.get(0).fault()).isNull();
      assertThat(HeatJson.read(sent.get(0).value())).isEqualTo(reading);
    }
  }

  @Test
  void injectsFaultsAtTheirRates() {
    FaultRates rates =
        FaultRates.parse(
            "late=0.1,duplicate=0.1,out-of-order=0.1,null=0.1,malformed=0.1,impossible=0.1");
    int readings = 20_000;
    Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    for (Sent sent : inject(rates, readings)) {
      if (sent.fault() != null) {
        counts.merge(sent.fault(), 1, Integer::sum);
      }
    }

    // Five standard deviations of a binomial count.
    double tolerance = 5 * Math.sqrt(readings * 0.1 * 0.9);
    for (Fault fault : Fault.values()) {
      double times = fault == Fault.DUPLICATE ? counts.get(fault) / 2.0 : counts.get(fault);
      assertThat(times).as(fault.name()).isCloseTo(readings * 0.1, within(tolerance));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void faultsAreAsValidAsDeclared(Fault fault) {
    List<Sent> all = inject(new FaultRates(Map.of(fault, 1.0)), 2_000);
    assertThat(all).isNotEmpty().allMatch(sent -> sent.fault() == fault);
    for (Sent sent : all) {
      assertThat(isValid(sent))
          .as("%s: %s", fault, new String(sent.value(), StandardCharsets.UTF_8))
          .isEqualTo(fault.isValid());
    }
  }

  @Test
  void sendsDuplicatesTwiceAndReleasesAll() {
    assertThat(inject(FaultRates.parse("duplicate=1"), 50)).hasSize(100);
    assertThat(inject(FaultRates.parse("out-of-order=0.5"), 1_001)).hasSize(1_001);
  }

  @Test
  void outOfOrderReadingsComeAfterLaterOnes() throws InvalidReadingException {
    long latest = 0;
    int back = 0;
    for (Sent sent : inject(FaultRates.parse("out-of-order=0.3"), 1_000)) {
      long time = HeatJson.read(sent.value()).eventTimeMillis();
      back += time < latest ? 1 : 0;
      latest = Math.max(latest, time);
    }

    assertThat(back).isGreaterThan(100);
  }

  @Test
  void lateReadingsAreMinutesInThePast() throws InvalidReadingException {
    for (Sent sent : inject(FaultRates.parse("late=1"), 500)) {
      assertThat(HeatJson.read(sent.value()).eventTimeMillis())
          .isBetween(START - 30 * 60_000, START + 500 - 2 * 60_000);
    }
  }

  @Test
  void writesNullMeasures() {
    assertThat(inject(FaultRates.parse("null=1"), 100))
        .allMatch(sent -> new String(sent.value(), StandardCharsets.UTF_8).contains(":null"));
  }

  @Test
  void sameSeedGivesSameFaults() {
    Set<String> runs = new HashSet<>();
    for (int run = 0; run < 2; run++) {
      StringBuilder faults = new StringBuilder();
      inject(FaultRates.parse("late=0.2,malformed=0.2"), 200)
          .forEach(
              sent ->
                  faults
                      .append(sent.fault())
                      .append(new String(sent.value(), StandardCharsets.UTF_8)));
      runs.add(faults.toString());
    }

    assertThat(runs).hasSize(1);
  }

  @Test
  void rejectsInvalidRates() {
    assertThat(FaultRates.parse("")).isEqualTo(FaultRates.NONE);
    assertThat(FaultRates.parse(" late=0.5, null=0.5").of(Fault.NULL)).isEqualTo(0.5);
    assertThatThrownBy(() -> FaultRates.parse("slow=0.1"))
        .hasMessageContaining("Unknown fault 'slow': choose from late, duplicate");
    assertThatThrownBy(() -> FaultRates.parse("late"))
        .hasMessageContaining("'late' is not a fault");
    assertThatThrownBy(() -> FaultRates.parse("null=0.1, late=many"))
        .hasMessage("The share in 'late=many' is not a number: write it as late=0.01");
    assertThatThrownBy(() -> FaultRates.parse("null=0.1, late"))
        .hasMessage("'late' is not a fault with its share: write it as malformed=0.01");
    assertThatThrownBy(() -> FaultRates.parse("late=2"))
        .hasMessageContaining("late must be 0…1: 2");
    assertThatThrownBy(() -> FaultRates.parse("late=0.6,null=0.6"))
        .hasMessageContaining("more than 1");
  }

  private static List<Sent> inject(FaultRates rates, int readings) {
    ReadingGenerator generator = new ReadingGenerator(1, 1, RegimeSettings.demo());
    FaultInjector injector = new FaultInjector(rates, 11);
    List<Sent> all = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      all.addAll(injector.inject(generator.next(START + i)));
    }

    all.addAll(injector.release());
    return all;
  }

  /** Whether a record is valid by the contract: a reading at most a day ahead. */
  private static boolean isValid(Sent sent) {
    try {
      return HeatJson.read(sent.value()).eventTimeMillis() <= START + 2_000 + DAY_MILLIS;
    } catch (InvalidReadingException e) {
      return false;
    }
  }
}
