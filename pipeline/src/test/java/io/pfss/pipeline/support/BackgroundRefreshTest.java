// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundRefreshTest {
  @Test
  void afterALookThatFailsTheNextComes() {
    AtomicInteger looks = new AtomicInteger();

    BackgroundRefresh.every(
        1,
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IllegalStateException("The look fails");
          }
        });

    await().until(() -> looks.get() > 1);
  }
}
