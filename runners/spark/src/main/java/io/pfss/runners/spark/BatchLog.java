// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.streaming.api.java.JavaBatchInfo;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerBatchCompleted;
import org.apache.spark.streaming.api.java.JavaStreamingListenerStreamingStarted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the duration, delay, jobs and stages of each micro-batch, and records its duration for the
 * driver's meters.
 */
final class BatchLog extends JavaStreamingListener {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

  /** The driver finds this timer by its name in Micrometer's global registry. */
  private static final Timer TIME =
      Timer.builder("pfss.batch")
          .description("From the start of a micro-batch to its end")
          .register(Metrics.globalRegistry);

  private final AtomicInteger jobs = new AtomicInteger();
  private final AtomicInteger stages = new AtomicInteger();

  @Override
  public void onStreamingStarted(JavaStreamingListenerStreamingStarted started) {
    SparkContext.getOrCreate().addSparkListener(new WorkCounter());
  }

  @Override
  public void onBatchCompleted(JavaStreamingListenerBatchCompleted completed) {
    JavaBatchInfo batch = completed.batchInfo();
    TIME.record(batch.processingDelay(), TimeUnit.MILLISECONDS);
    LOG.info(
        "Micro-batch completed time={} duration_ms={} delay_ms={} jobs={} stages={}",
        Instant.ofEpochMilli(batch.batchTime().milliseconds()),
        batch.processingDelay(),
        batch.schedulingDelay(),
        jobs.getAndSet(0),
        stages.getAndSet(0));
  }

  /** Counts the jobs and stages that started after the last batch ended. */
  private final class WorkCounter extends SparkListener {
    @Override
    public void onJobStart(SparkListenerJobStart start) {
      jobs.incrementAndGet();
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      stages.incrementAndGet();
    }
  }
}
