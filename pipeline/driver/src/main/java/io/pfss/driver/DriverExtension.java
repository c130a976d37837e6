package io.pfss.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * What a module adds to the driver, which runs without it too: it names its class as a service of
 * {@link ServiceLoader}. There is one instance for a run; its methods are called in the order of
 * this page, by one thread.
 */
public interface DriverExtension extends AutoCloseable {
  /** The options of the driver and its own. */
  default Class<? extends DriverOptions> options() {
    return DriverOptions.class;
  }

  /**
   * Sets what differs on a cluster.
   *
   * @param given the names of the options that the command line sets
   */
  default void setClusterDefaults(DriverOptions options, Set<String> given) {}

  /**
   * Looks at the options before anything is started.
   *
   * @throws IllegalArgumentException if one is wrong; the message is for the user
   */
  default void check(DriverOptions options) throws IOException {}

  /**
   * Starts servers that the options do not name, and writes their addresses into the options.
   *
   * @return lines for the user
   */
  default List<String> start(DriverOptions options) throws IOException, InterruptedException {
    return List.of();
  }

  /** The topics and the catalog exist; the pipeline is not created yet. */
  default void prepare(DriverOptions options) throws IOException, InterruptedException {}

  /**
   * The pipeline runs.
   *
   * @param page where the driver serves the live page, if it does
   */
  default void begin(Optional<URI> page) throws IOException {}

  /**
   * A stop is due; the pipeline is stopped when this returns.
   *
   * @param isFailed whether it failed
   */
  default void drain(boolean isFailed) throws IOException, InterruptedException {}

  /**
   * The pipeline has ended, and its open windows are merged.
   *
   * @param out for the user
   * @return whether nothing is amiss in the sinks
   */
  default boolean summarize(PrintStream out) throws InterruptedException {
    return true;
  }

  /** Ends what was started; called once the options are checked, also if nothing was started. */
  @Override
  default void close() throws IOException {}

  /** The one on the class path, else one that adds nothing. */
  static DriverExtension load() {
    return ServiceLoader.load(DriverExtension.class)
        .findFirst()
        .orElseGet(() -> new DriverExtension() {});
  }
}
