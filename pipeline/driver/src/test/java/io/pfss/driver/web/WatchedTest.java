// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchedTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void isRenewedInTheBackgroundSoThatNobodyWaits() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Watched<Integer> watched =
        new Watched<>(
            () -> {
              if (asked.incrementAndGet() == 2) {
                release.await();
              }

              return asked.get();
            });

    assertThat(watched.value()).isEqualTo(1);
    await().until(() -> asked.get() == 2);
    assertThat(watched.value()).isEqualTo(1);
    release.countDown();
    await().until(() -> watched.value() >= 2);
  }

  @Test
  void reportsTheLastFailureAndRecovers() throws Exception {
    Watched<Integer> watched =
        new Watched<>(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IOException("no response");
              }

              return asked.get();
            });

    assertThatThrownBy(watched::value).isInstanceOf(IOException.class).hasMessage("no response");
    await().ignoreExceptions().until(() -> watched.value() >= 2);
  }
}
