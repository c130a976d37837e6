// SPDX-License-Identifier: Apache-2.0
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
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long SPAN = 5 * HOUR;

  @Property(tries = 200)
  void countsDistinctPairs(
      @ForAll("pairs") List<Pair> pairs,
      @ForAll("times") long cutoff,
      @ForAll("pairs") List<Pair> later) {
    SensorTimes times = new SensorTimes();
    pairs.forEach(pair -> times.add(pair.sensor, pair.time));
    assertThat(times.count()).isEqualTo(new HashSet<>(pairs).size());
    assertThat(times.fromMillis())
        .isEqualTo(pairs.stream().mapToLong(Pair::time).min().orElse(Long.MAX_VALUE));

    times.removeBefore(cutoff);
    later.forEach(pair -> times.add(pair.sensor, pair.time));
    Set<Pair> all = new HashSet<>(pairs);
    all.addAll(later);
    long from = times.fromMillis();
    assertThat(times.count()).isEqualTo(all.stream().filter(pair -> pair.time >= from).count());
    assertThat(all.stream().filter(pair -> pair.time < from))
        .allMatch(pair -> pair.time < cutoff + HOUR);
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
    // Few values, so that some occur twice.
    return Arbitraries.longs().between(0, 60).map(step -> T0 + step * SPAN / 60);
  }

  private record Pair(long sensor, long time) {}
}
