// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.cli.RunnerOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Option;

/** Options with SparkRunner as the default runner of the commands' pipelines. */
public final class SparkRunnerOptions extends RunnerOptions {
  @Option(
      names = "--spark-master",
      defaultValue = "local[*]",
      description =
          "Spark master, unless spark-submit sets it: local[*], which is this process with all"
              + " cores, or a cluster. Default: ${DEFAULT-VALUE}.")
  private String sparkMaster;

  /** Called by {@link java.util.ServiceLoader}. */
  public SparkRunnerOptions() {
    super("SparkRunner");
  }

  @Override
  public PipelineOptions create(String jobName) {
    PipelineOptions options = super.create(jobName);
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    spark.setSparkMaster(SparkSetup.submittedMaster().orElse(sparkMaster));
    if (SparkSetup.isLocal(spark.getSparkMaster())) {
      SparkSetup.setLocal();
    }

    SparkSetup.stageJar(spark);
    return options;
  }
}
