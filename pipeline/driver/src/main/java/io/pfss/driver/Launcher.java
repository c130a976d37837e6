// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.pipeline.Arguments;
import io.pfss.pipeline.support.LocalFiles;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** Runs the main job on a runner, with the options of a command line. */
public final class Launcher {
  private Launcher() {}

  /**
   * Runs the main job and exits the process, because Beam and its runners leave threads running.
   *
   * @param args the command line
   * @param runnerOptions the runner's options, which the command line may set too
   * @param defaults sets the runner's defaults
   */
  public static <T extends PipelineOptions> void launch(
      String[] args, Class<T> runnerOptions, RunnerDefaults<T> defaults) {
    System.exit(run(args, runnerOptions, defaults));
  }

  /**
   * Runs the main job as {@link #launch} does, but does not exit the process.
   *
   * @return the exit status
   */
  public static <T extends PipelineOptions> int run(
      String[] args, Class<T> runnerOptions, RunnerDefaults<T> defaults) {
    // Without a locale, System.out would print Korean as question marks.
    return run(args, runnerOptions, defaults, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
  }

  /**
   * Runs the main job with the given output streams.
   *
   * @param out progress and results
   * @param err errors that the user can correct
   * @return the exit status
   */
  public static <T extends PipelineOptions> int run(
      String[] args,
      Class<T> runnerOptions,
      RunnerDefaults<T> defaults,
      PrintStream out,
      PrintStream err) {
    DriverExtension extension = DriverExtension.load();
    if (Arrays.asList(args).contains("--help")) {
      PipelineOptionsFactory.printHelp(out, extension.options());
      return 0;
    }

    LocalFiles.install();
    Optional<DataFolder> folder = Optional.empty();
    try {
      DriverOptions options;
      try {
        PipelineOptionsFactory.register(extension.options());
        PipelineOptionsFactory.register(runnerOptions);
        String[] expanded = OptionsFile.expand(args);
        if (extension.options() == DriverOptions.class) {
          expanded = withoutDemo(expanded);
        }

        options = Arguments.parse(expanded, extension.options());
        // Locked before the runner deletes checkpoints in the folder.
        folder = setFolder(options);
        Set<String> given = OptionsFile.names(expanded);
        if (defaults.set(options.as(runnerOptions), given)) {
          extension.setClusterDefaults(options, given);
        }

        setDefaults(options);
        if (!options.getLog().equals("none")) {
          logTo(options.getLog());
        }
      } catch (IllegalArgumentException e) {
        err.println("pfss: " + e.getMessage() + " (--help lists the options)");
        return 2;
      }

      return MainJob.run(
          options, extension, () -> defaults.endEarlierJob(options.as(runnerOptions)), out, err);
    } finally {
      folder.ifPresent(DataFolder::close);
    }
  }

  /** Without the demo its options are unknown; scripts that switch it off keep working. */
  private static String[] withoutDemo(String[] args) {
    return Arrays.stream(args)
        .filter(arg -> !arg.matches("--(simulate|observe|embeddedInflux)=false"))
        .toArray(String[]::new);
  }

  /** Locks the folder, except a new one of a job with an external Kafka: it may stay unused. */
  private static Optional<DataFolder> setFolder(DriverOptions options) {
    boolean isNew = options.getDataFolder().isEmpty();
    Path folder =
        isNew
            ? runs(Path.of(options.getHome())).resolve(DataFolder.newName())
            : Path.of(options.getDataFolder());
    options.setDataFolder(folder.toAbsolutePath().normalize().toString());
    return isNew && !options.getBootstrapServers().isEmpty()
        ? Optional.empty()
        : Optional.of(DataFolder.lock(Path.of(options.getDataFolder())));
  }

  /** A distribution may be in a folder that its user cannot write to. */
  private static Path runs(Path home) {
    return Files.exists(home.resolve("pom.xml"))
        ? home.resolve("target").resolve("pfss")
        : Path.of("pfss-data");
  }

  private static void setDefaults(DriverOptions options) {
    if (options.getLog().isEmpty()) {
      options.setLog(Path.of(options.getDataFolder(), "pfss.log").toString());
    }

    setHadoop(options.as(HadoopFileSystemOptions.class));
    setWarehouse(options);

    if (options.getModel().isEmpty()) {
      options.setModel(
          Path.of(options.getHome(), "models", "heat-forest")
              .toAbsolutePath()
              .normalize()
              .toString());
    }
  }

  /**
   * Without {@code --warehouse}, the warehouse and its catalog are in the data folder. With it, the
   * catalog is the one of {@code --catalogUrl} or none.
   */
  private static void setWarehouse(DriverOptions options) {
    if (options.getWarehouse().isEmpty()) {
      options.setWarehouse(Path.of(options.getDataFolder(), "warehouse").toString());
      if (options.getCatalogUrl().isEmpty()) {
        options.setCatalogUrl("jdbc:sqlite:" + Path.of(options.getDataFolder(), "catalog.db"));
      }
    }

    if (options.getCatalogUrl().equals("none")) {
      options.setCatalogUrl("");
    }
  }

  /** Logs to a file of this run: {@code log4j2.xml} reads its name from a system property. */
  private static void logTo(String file) {
    System.setProperty("pfss.log", file);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      // spark-submit configures logging first, so Log4j would not look for our file.
      context.setConfigLocation(URI.create(Launcher.class.getResource("/log4j2.xml").toString()));
    }
  }

  /** Beam reads HADOOP_CONF_DIR only, but a driver on YARN has the settings on its class path. */
  private static void setHadoop(HadoopFileSystemOptions options) {
    List<Configuration> given = options.getHdfsConfiguration();
    if (given == null || given.isEmpty()) {
      Configuration found = new Configuration(false);
      found.addResource("core-site.xml");
      found.addResource("hdfs-site.xml");
      if (found.get(FileSystem.FS_DEFAULT_NAME_KEY) != null) {
        options.setHdfsConfiguration(List.of(found));
      }
    }
  }

  /** Sets defaults of a runner's options. */
  @FunctionalInterface
  public interface RunnerDefaults<T> {
    /**
     * Sets defaults for options that the command line does not set.
     *
     * @param given names of the options that the command line sets; leave these unchanged
     * @return whether the job runs on a cluster
     */
    boolean set(T options, Set<String> given);

    /**
     * Ends the job that an earlier driver has left on a cluster, and which may write to the
     * warehouse. Called when the options are checked, before the job itself writes to it.
     */
    default void endEarlierJob(T options) {}
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
