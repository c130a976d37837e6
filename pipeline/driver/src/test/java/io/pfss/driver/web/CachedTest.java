// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedTest {
  private static final Duration MIN_AGE = Duration.ofSeconds(2);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void queriesOnceInTwoSecondsPerKey() throws Exception {
    Cached<String, String> cached =
        new Cached<>(key -> key + asked.incrementAndGet(), MIN_AGE, nanos::get);
    assertThat(cached.value("a")).isEqualTo("a1");
    pass(Duration.ofMillis(1999));
    assertThat(cached.value("a")).isEqualTo("a1");
    assertThat(cached.value("b")).isEqualTo("b2");
    pass(Duration.ofMillis(1));
    assertThat(cached.value("a")).isEqualTo("a3");
  }

  @Test
  void queriesSlowSourcesLessOften() throws Exception {
    Cached<String, Integer> cached =
        new Cached<>(
            key -> {
              pass(Duration.ofSeconds(3));
              return asked.incrementAndGet();
            },
            MIN_AGE,
            nanos::get);
    assertThat(cached.value("a")).isEqualTo(1);
    pass(Duration.ofSeconds(11));
    assertThat(cached.value("a")).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(cached.value("a")).isEqualTo(2);
  }

  @Test
  void cachesAFailureForAWhile() throws Exception {
    Cached<String, Integer> cached =
        new Cached<>(
            key -> {
              if (asked.incrementAndGet() == 1) {
                throw new IOException("no response");
              }

              return asked.get();
            },
            MIN_AGE,
            nanos::get);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> cached.value("a")).hasMessage("no response");
    }

    pass(MIN_AGE);
    assertThat(cached.value("a")).isEqualTo(2);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
