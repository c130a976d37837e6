package io.pfss.driver;

import io.pfss.pipeline.Arguments;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/** Turns a command line into a run of the main job on some runner. */
public final class Launcher {
  private Launcher() {}

  /**
   * Runs the main job and ends the process: Beam and its runners leave threads behind.
   *
   * @param args the command line
   * @param runnerOptions the runner's own options, which the command line may set too
   * @param defaults sets what the runner needs
   */
  public static <T extends PipelineOptions> void launch(
      String[] args, Class<T> runnerOptions, RunnerDefaults<T> defaults) {
    System.exit(run(args, runnerOptions, defaults));
  }

  /**
   * Runs the main job, as {@link #launch} does, and leaves the end of the process to the caller.
   *
   * @return the exit status
   */
  public static <T extends PipelineOptions> int run(
      String[] args, Class<T> runnerOptions, RunnerDefaults<T> defaults) {
    // Not System.out: where the locale is not set, that one turns Korean into question marks.
    return run(args, runnerOptions, defaults, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
  }

  /**
   * Runs the main job with other output than the process's.
   *
   * @param out what is for the user
   * @param err what the user has to mend
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
        // Before the runner deletes checkpoints in it.
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

      return MainJob.run(options, extension, out, err);
    } finally {
      folder.ifPresent(DataFolder::close);
    }
  }

  /** Jobs of former versions say what is so anyway where the demo is not on the class path. */
  private static String[] withoutDemo(String[] args) {
    return Arrays.stream(args)
        .filter(arg -> !arg.matches("--(simulate|observe|embeddedInflux)=false"))
        .toArray(String[]::new);
  }

  /** A new folder of a job with a Kafka elsewhere, as on a cluster, may stay unused. */
  private static Optional<DataFolder> setFolder(DriverOptions options) {
    boolean isNew = options.getDataFolder().isEmpty();
    Path folder =
        isNew
            ? Path.of(options.getHome(), "target", "pfss", DataFolder.newName())
            : Path.of(options.getDataFolder());
    options.setDataFolder(folder.toAbsolutePath().normalize().toString());
    return isNew && !options.getBootstrapServers().isEmpty()
        ? Optional.empty()
        : Optional.of(DataFolder.lock(Path.of(options.getDataFolder())));
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
   * A warehouse of the run's own has a catalog of its own. Whoever names a warehouse says whether
   * there is a catalog.
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

  /** Sends the log of a run to a file of its own, whose name {@code log4j2.xml} takes from here. */
  private static void logTo(String file) {
    System.setProperty("pfss.log", file);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      // Where spark-submit has begun to log already, by its own settings, these are not found.
      context.setConfigLocation(URI.create(Launcher.class.getResource("/log4j2.xml").toString()));
    }
  }

  /** Beam looks in HADOOP_CONF_DIR only; a driver in YARN has the settings on its class path. */
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

  /** What a runner needs of its own options. */
  @FunctionalInterface
  public interface RunnerDefaults<T> {
    /**
     * Sets options.
     *
     * @param given the names of those that the command line sets: they are the user's
     * @return whether it runs on a cluster
     */
    boolean set(T options, Set<String> given);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
