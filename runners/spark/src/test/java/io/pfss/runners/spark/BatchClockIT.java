// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Milliseconds;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

// Spark has deprecated DStreams, which SparkRunner uses.
@SuppressWarnings("deprecation")
class BatchClockIT {
  private static final long INTERVAL_MILLIS = 50;

  /** Long enough for Spark's own clock to plan more batches. */
  private static final Duration MANY_INTERVALS = Duration.ofMillis(20 * INTERVAL_MILLIS);

  private final Semaphore work = new Semaphore(0);
  private final AtomicInteger planned = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicBoolean isPlanFailing = new AtomicBoolean();
  private JavaStreamingContext context;

  @BeforeEach
  void start() {
    SparkConf configuration =
        SparkSetup.configuration("local[1]")
            .setAppName("BatchClockIT")
            .set("spark.streaming.clock", BatchClock.class.getName());
    context = new JavaStreamingContext(configuration, Milliseconds.apply(INTERVAL_MILLIS));
    Queue<JavaRDD<Integer>> none = new ArrayDeque<>();
    context
        .queueStream(none)
        .transform(
            rdd -> {
              planned.incrementAndGet();
              if (isPlanFailing.get()) {
                throw new IllegalStateException("The plan fails");
              }

              return rdd;
            })
        .foreachRDD(
            rdd -> {
              work.acquire();
              ended.incrementAndGet();
            });
    context.start();
  }

  @AfterEach
  void stop() {
    work.release(1_000_000);
    context.stop(true, false);
  }

  @Test
  void plansNoBatchWhileOneRuns() {
    for (int batch = 1; batch <= 3; batch++) {
      int count = batch;
      await().until(() -> planned.get() == count);
      await()
          .during(MANY_INTERVALS)
          .atMost(MANY_INTERVALS.multipliedBy(3))
          .untilAsserted(() -> assertThat(planned).hasValue(count));
      work.release();
      await().until(() -> ended.get() == count);
    }
  }

  @Test
  void plansShortBatchesByTheClock() {
    work.release(1_000_000);

    await().until(() -> ended.get() >= 20);
  }

  @Test
  void stopDoesNotWaitForTheNextBatch() {
    await().until(() -> planned.get() == 1);
    work.release(1_000_000);

    context.stop(false, true);

    assertThat(ended).hasValue(planned.get());
  }

  @Test
  void stopDoesNotWaitForAFailedPlan() {
    isPlanFailing.set(true);
    work.release(1_000_000);
    assertThatThrownBy(context::awaitTermination).hasMessageContaining("The plan fails");

    assertTimeout(Duration.ofSeconds(20), () -> context.stop(false, true));
  }
}
