// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.sink.Deliver;
import org.apache.beam.sdk.Pipeline;

/**
 * The main job, for any runner. Batches of readings move from step to step; rejected records travel
 * in the batch until {@code Deliver} writes them to {@code heat_dlq}.
 *
 * <pre>
 * heat ── parse ── score ── deliver ── commit offsets ── raise alerts ── merge windows
 *                            │ to heat_pf, InfluxDB,         │ heat_alerts,  │ Parquet
 *                            │ segments, heat_dlq            │ heat_risk
 * </pre>
 *
 * <p>An offset is committed after every sink has acknowledged its record: see {@link Deliver}.
 */
public final class PfssPipeline {
  private PfssPipeline() {}

  /** Runs the main job on the runner that the arguments name, until it is stopped. */
  public static void main(String[] args) throws InfluxRefusedException {
    PfssOptions options = Arguments.parse(args, PfssOptions.class);
    PipelineSettings.check(options);
    PipelineSettings.prepare(options);
    create(options, PipelineSettings.nextJob(options)).run().waitUntilFinish();
  }

  /**
   * Creates the pipeline that the options describe.
   *
   * @param job the number of this job in its consumer group, see {@link PipelineSettings#nextJob}
   * @throws IllegalArgumentException if the value of an option is invalid; the message names the
   *     option
   */
  public static Pipeline create(PfssOptions options, long job) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read heat", PipelineSettings.readHeat(options, job))
        .apply("Parse readings", PipelineSettings.parseReadings(options))
        .apply("Score readings", PipelineSettings.scoreReadings(options))
        .apply("Deliver", PipelineSettings.deliver(options))
        .apply("Commit offsets", PipelineSettings.commitOffsets(options, job))
        .apply("Raise alerts", PipelineSettings.raiseAlerts(options))
        .apply("Merge windows", PipelineSettings.warehouse(options).merge());
    return pipeline;
  }
}
