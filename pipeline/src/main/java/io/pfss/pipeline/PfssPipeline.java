package io.pfss.pipeline;

import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.sink.Deliver;
import org.apache.beam.sdk.Pipeline;

/**
 * The whole flow, for any runner: batches of readings go from step to step, and rejected records go
 * with them to {@code heat_dlq}.
 *
 * <pre>
 * heat ── parse ── score ── deliver ── commit offsets ── raise alerts ── merge windows
 *                            │ to heat_pf, InfluxDB,         │ heat_alerts   │ Parquet
 *                            │ segments, heat_dlq
 * </pre>
 *
 * <p>An offset is committed after every sink has acknowledged its record: see {@link Deliver}.
 */
public final class PfssPipeline {
  private PfssPipeline() {}

  /** Runs until it is stopped, on the runner that the arguments name. */
  public static void main(String[] args) throws InfluxRefusedException {
    PfssOptions options = Arguments.parse(args, PfssOptions.class);
    PipelineSettings.check(options);
    PipelineSettings.prepare(options);
    create(options, PipelineSettings.nextJob(options)).run().waitUntilFinish();
  }

  /**
   * The pipeline that the options describe.
   *
   * @param job its number among those of its consumer group, see {@link PipelineSettings#nextJob}
   * @throws IllegalArgumentException if an option's value is impossible; the message names it
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
