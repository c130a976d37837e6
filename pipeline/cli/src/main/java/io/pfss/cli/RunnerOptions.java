// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import java.util.ServiceLoader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/**
 * Options of the runner of a bounded pipeline. A runner's module can extend this class with more
 * options and register the subclass as a service of {@link ServiceLoader}.
 */
public class RunnerOptions {
  @Option(
      names = "--runner",
      description = "Beam's runner, for example DirectRunner. Default: ${DEFAULT-VALUE}.")
  private String runner;

  /** Creates options with DirectRunner as the default runner. */
  public RunnerOptions() {
    this("DirectRunner");
  }

  /** Creates options with another default runner. */
  protected RunnerOptions(String runner) {
    this.runner = runner;
  }

  /** Returns the options of the runner on the class path. */
  static RunnerOptions load() {
    return ServiceLoader.load(RunnerOptions.class).findFirst().orElseGet(RunnerOptions::new);
  }

  /**
   * Creates the options of a new pipeline.
   *
   * @throws IllegalArgumentException if the runner does not exist
   */
  public PipelineOptions create(String jobName) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=" + runner).create();
    options.setJobName(jobName);
    return options;
  }
}
