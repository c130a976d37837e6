package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SeenSetsTest {
  private static final long T0 = 1_795_000_000_000L;
  private static final long SPAN = Duration.ofHours(5).toMillis();

  @Property(tries = 200)
  void countsPairsAsASetWould(
      @ForAll("pairs") List<Pair> pairs, @ForAll("times") long from, @ForAll("times") long forget) {
    SensorTimes times = new SensorTimes();
    Set<Pair> all = new HashSet<>(pairs);
    pairs.forEach(pair -> times.add(pair.sensor, pair.time));

    assertThat(times.countFrom(from))
        .isEqualTo(all.stream().filter(pair -> pair.time >= from).count());

    times.forgetBefore(forget);
    long later = Math.max(from, forget);
    assertThat(times.countFrom(later))
        .isEqualTo(all.stream().filter(pair -> pair.time >= later).count());
  }

  @Property(tries = 200)
  void countsOffsetsAsASetWould(
      @ForAll("offsets") List<Long> seen, @ForAll("offset") long from, @ForAll("offset") long to) {
    OffsetSets sets = new OffsetSets();
    Set<Long> all = new HashSet<>();
    for (long offset : seen) {
      assertThat(sets.add(3, offset)).isEqualTo(all.add(offset));
    }

    assertThat(sets.countBetween(3, from, to))
        .isEqualTo(all.stream().filter(offset -> offset >= from && offset < to).count());
    assertThat(sets.countBetween(4, from, to)).isZero();
  }

  @Test
  void measuresARateOverItsWindow() {
    Rate rate = new Rate(Duration.ofSeconds(5));
    assertThat(rate.perSecond()).isZero();

    for (int second = 0; second <= 20; second++) {
      rate.sample(second * 1_000_000_000L, second < 10 ? 0 : (second - 10) * 15L);
    }

    assertThat(rate.perSecond()).isEqualTo(15);
  }

  @Provide
  Arbitrary<List<Pair>> pairs() {
    return Combinators.combine(Arbitraries.longs().between(-3, 3), times()).as(Pair::new).list();
  }

  @Provide
  Arbitrary<Long> times() {
    // Few enough that some come twice.
    return Arbitraries.longs().between(0, 60).map(step -> T0 + step * SPAN / 60);
  }

  @Provide
  Arbitrary<List<Long>> offsets() {
    return offset().list();
  }

  @Provide
  Arbitrary<Long> offset() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 50),
        Arbitraries.longs().between(65_530, 65_550),
        Arbitraries.longs().between(1L << 33, (1L << 33) + 10));
  }

  private record Pair(long sensor, long time) {}
}
