package io.pfss.cli;

import java.util.ServiceLoader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/**
 * What runs a pipeline that ends. A runner's module with options of its own extends this, and names
 * its class as a service of {@link ServiceLoader}.
 */
public class RunnerOptions {
  @Option(
      names = "--runner",
      description = "Beam's runner, for example DirectRunner. Default: ${DEFAULT-VALUE}.")
  private String runner;

  /** For DirectRunner, unless the user names another. */
  public RunnerOptions() {
    this("DirectRunner");
  }

  /** For a runner, unless the user names another. */
  protected RunnerOptions(String runner) {
    this.runner = runner;
  }

  /** Those of the runner that is on the class path. */
  static RunnerOptions load() {
    return ServiceLoader.load(RunnerOptions.class).findFirst().orElseGet(RunnerOptions::new);
  }

  /**
   * For a new pipeline.
   *
   * @throws IllegalArgumentException if there is no such runner
   */
  public PipelineOptions create(String jobName) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=" + runner).create();
    options.setJobName(jobName);
    return options;
  }
}
