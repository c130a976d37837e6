package io.pfss.runners.spark;

import java.time.Instant;
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
 * Logs a line for each micro-batch: what an operator asks first of a stream that lags, and how much
 * of Spark's own work a batch is.
 */
final class BatchLog extends JavaStreamingListener {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

  private final AtomicInteger jobs = new AtomicInteger();
  private final AtomicInteger stages = new AtomicInteger();

  @Override
  public void onStreamingStarted(JavaStreamingListenerStreamingStarted started) {
    SparkContext.getOrCreate().addSparkListener(new WorkCounter());
  }

  @Override
  public void onBatchCompleted(JavaStreamingListenerBatchCompleted completed) {
    JavaBatchInfo batch = completed.batchInfo();
    LOG.info(
        "Batch {}: {} ms, {} ms late, {} jobs, {} stages",
        Instant.ofEpochMilli(batch.batchTime().milliseconds()),
        batch.processingDelay(),
        batch.schedulingDelay(),
        jobs.getAndSet(0),
        stages.getAndSet(0));
  }

  /** Counts what has been started since the last batch ended. */
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
