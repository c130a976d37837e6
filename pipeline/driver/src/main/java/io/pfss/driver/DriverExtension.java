// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * An optional addition to the driver. A module registers its class as a service of {@link
 * ServiceLoader}. The driver creates one instance per run and calls the methods in the order below,
 * on one thread.
 */
public interface DriverExtension extends AutoCloseable {
  /** Returns the options interface: the driver's options and those of this extension. */
  default Class<? extends DriverOptions> options() {
    return DriverOptions.class;
  }

  /**
   * Sets the defaults that differ on a cluster.
   *
   * @param given the names of the options that the command line sets
   */
  default void setClusterDefaults(DriverOptions options, Set<String> given) {}

  /**
   * Validates the options before anything is started.
   *
   * @throws IllegalArgumentException if an option is wrong; the user sees the message
   */
  default void check(DriverOptions options) throws IOException {}

  /**
   * Starts servers that the options do not name, and writes their addresses into the options.
   *
   * @return lines to print for the user
   */
  default List<String> start(DriverOptions options) throws IOException, InterruptedException {
    return List.of();
  }

  /** Called when the topics and the catalog exist, before the pipeline is created. */
  default void prepare(DriverOptions options) throws IOException, InterruptedException {}

  /**
   * Called when the pipeline has started.
   *
   * @param page address of the live page; empty if the driver does not serve it
   */
  default void begin(Optional<URI> page) throws IOException {}

  /**
   * Called before the driver stops the pipeline, which it does when this method returns.
   *
   * @param isFailed whether the pipeline failed
   */
  default void drain(boolean isFailed) throws IOException, InterruptedException {}

  /**
   * Called when the pipeline has ended and its open windows are merged.
   *
   * @param out the user's output
   * @return whether the sinks are complete and agree
   */
  default boolean summarize(PrintStream out) throws InterruptedException {
    return true;
  }

  /** Stops the started servers. Called after {@link #check} succeeded, even if start failed. */
  @Override
  default void close() throws IOException {}

  /** Returns the extension on the class path, or one that adds nothing. */
  static DriverExtension load() {
    return ServiceLoader.load(DriverExtension.class)
        .findFirst()
        .orElseGet(() -> new DriverExtension() {});
  }
}
