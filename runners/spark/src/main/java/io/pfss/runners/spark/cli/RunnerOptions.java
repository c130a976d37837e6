package io.pfss.runners.spark.cli;

import io.pfss.runners.spark.SparkSetup;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/** What runs a pipeline that ends. */
final class RunnerOptions {
  @Option(
      names = "--runner",
      defaultValue = "SparkRunner",
      description = "Beam's runner: SparkRunner or DirectRunner. Default: ${DEFAULT-VALUE}.")
  private String runner;

  @Option(
      names = "--spark-master",
      defaultValue = "local[*]",
      description =
          "Where SparkRunner runs, unless spark-submit says so: local[*] in this process, on all"
              + " cores, or a cluster. Default: ${DEFAULT-VALUE}.")
  private String sparkMaster;

  /**
   * For a new pipeline.
   *
   * @throws IllegalArgumentException if there is no such runner
   */
  PipelineOptions create(String jobName) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=" + runner).create();
    options.setJobName(jobName);
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    spark.setSparkMaster(SparkSetup.submittedMaster().orElse(sparkMaster));
    if (SparkSetup.isLocal(spark.getSparkMaster())) {
      SparkSetup.setLocal();
    }

    SparkSetup.stageJar(spark);
    return options;
  }
}
