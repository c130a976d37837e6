// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.trials.e2e.BatchTimes;
import io.pfss.trials.stack.JvmFootprint;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the resources and the speed of a job. */
final class SoakSamples implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoakSamples.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC = "heat";
  private static final String GROUP = "pfss";
  private static final double MEGA = 1 << 20;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final TrialJob job;
  private final SteadySender sensors;
  private final Latencies latencies;
  private final BatchTimes batches;
  private final GroupLag lag;
  private final FileSystem hdfs;
  private final long startNanos = System.nanoTime();

  SoakSamples(TrialJob job, SteadySender sensors, Latencies latencies) throws IOException {
    this.job = job;
    this.sensors = sensors;
    this.latencies = latencies;
    this.batches = new BatchTimes(job.log());
    this.hdfs = job.cluster().fileSystem();
    this.lag = GroupLag.of(KafkaCluster.at(job.cluster().kafka().bootstrapServers()), TOPIC, GROUP);
    // The first sample excludes the start of the job.
    ObjectNode start = JSON.createObjectNode();
    batches.addTo(start);
    latencies.addTo(start);
  }

  /** Returns the {@link System#nanoTime()} of a time after the start. */
  long nanosAfterStart(long afterStartNanos) {
    return startNanos + afterStartNanos;
  }

  /**
   * Measures now. Values that cannot be measured are missing, and {@code incomplete} has the error.
   */
  ObjectNode take() throws InterruptedException {
    ObjectNode sample = JSON.createObjectNode();
    sample.put(
        SoakSeries.MINUTE,
        Math.round((System.nanoTime() - startNanos) / NANOS_PER_MINUTE * 100) / 100.0);
    sample.put("readings", sensors.sender().valid());
    sample.put("driver_starts", job.supervised().starts());
    try {
      batches.addTo(sample);
      latencies.addTo(sample);
      sample.put("lag", lag.fetch().records());
      addFiles(sample);
      addFootprint(sample, "driver", job.supervised().pid());
      List<Long> executors = job.executors();
      sample.put("executors", executors.size());
      for (int i = 0; i < executors.size(); i++) {
        addFootprint(sample, "executor" + (i + 1), executors.get(i));
      }
    } catch (IOException | RuntimeException e) {
      // An error in a sample must not end a test of two hours.
      LOG.error("Failed to measure all values of a sample", e);
      sample.put("incomplete", e.toString());
    }

    return sample;
  }

  @Override
  public void close() throws IOException {
    lag.close();
    hdfs.close();
  }

  private void addFiles(ObjectNode sample) throws IOException {
    ContentSummary checkpoints = hdfs.getContentSummary(new Path(job.submission().checkpoints()));
    sample.put("checkpoint_kb", checkpoints.getLength() / 1024);
    sample.put("checkpoint_files", checkpoints.getFileCount());
    Path segments = new Path(new Path(job.submission().warehouse()), "_segments");
    sample.put(
        "segments", hdfs.exists(segments) ? hdfs.getContentSummary(segments).getFileCount() : 0);
    sample.put("table_rows", job.warehouse().refresh().distinct());
    sample.put("table_files", job.warehouse().files());
  }

  private static void addFootprint(ObjectNode sample, String process, long pid) throws IOException {
    JvmFootprint footprint = JvmFootprint.of(pid);
    sample.put(process + "_live_heap_mb", Math.round(footprint.liveHeapBytes() / MEGA * 10) / 10.0);
    sample.put(process + "_rss_mb", Math.round(footprint.rssBytes() / MEGA));
    sample.put(process + "_threads", footprint.threads());
    sample.put(process + "_open_files", footprint.openFiles());
  }
}
