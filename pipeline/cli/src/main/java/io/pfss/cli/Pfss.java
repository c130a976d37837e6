// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.text.Texts;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import io.pfss.pipeline.support.LocalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Command-line tools for the warehouse, models and dead letters. */
@Command(
    name = "pfss",
    description =
        "Command-line tools for the warehouse, models and dead letters: query the catalog, load"
            + " history, compact the warehouse and delete old readings, train and promote models,"
            + " replay dead letters.",
    footerHeading = "%n",
    footer = {
      "COMMAND --help explains a command, with an example.",
      "",
      "The main job:",
      "  pfss demo [OPTION]...           with servers and virtual sensors of its own",
      "  pfss run --config FILE          on this machine, with your Kafka and InfluxDB",
      "  pfss submit FILE                on YARN",
      "  pfss health [--live] [ADDRESS]  prints whether it works; default: http://127.0.0.1:8230",
      "",
      "Spark runs in this process. With pfss --yarn COMMAND [OPTION]... [-- [OPTION of spark-submit]...]"
          + " its driver runs here and its executors on a cluster; --num-executors, --executor-memory"
          + " and --queue set the size.",
      "",
      "Times without an offset are local; with TZ=UTC before the command all are in UTC.",
      "",
      "Environment:",
      "  PFSS_CATALOG_URL, PFSS_CATALOG_USER, PFSS_CATALOG_PASSWORD",
      "                   the catalog's database, unless set by options",
      "  PFSS_BOOTSTRAP_SERVERS, PFSS_KAFKA_CONFIG_FILE",
      "                   Kafka, unless set by options",
      "  PFSS_HEAP        the heap of this process, such as 4g; default: 2g",
      "  PFSS_LOG         the log of this process; default: ~/.local/state/pfss/pfss.log, or in a",
      "                   checkout runners/spark/target/pfss-cli.log",
      "  SPARK_HOME       with --yarn: the Spark installation, 3.5",
      "  HADOOP_CONF_DIR  with --yarn, or for hdfs://: the folder of *-site.xml",
      "  PFSS_JAR         with --yarn: the deployable jar, and pfss-cli.jar beside it;",
      "                   default: next to this script, or as built",
      "",
      "Exit status: 0; 1 if the command failed; 2 if an option or an address is wrong.",
      "catalog gaps: 0; 1 if readings are lost; 2 if the command failed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pfss.Version.class,
    subcommands = {
      AlarmsCommand.class,
      CatalogCommand.class,
      RescoreCommand.class,
      BackfillCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ModelCommand.class,
      DlqCommand.class
    })
public final class Pfss {
  private static final int WRONG_USE = 2;

  /** Types whose converters are ours, and so their messages. */
  private static final Set<Class<?>> OWN_TYPES =
      Set.of(Duration.class, Instant.class, ModelName.class);

  private static final Texts TEXTS = Texts.of(Pfss.class);

  private Pfss() {}

  /** Runs a command; {@code --help} lists them. */
  public static void main(String[] args) {
    System.exit(
        run(
            args,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
  }

  /**
   * Runs a command.
   *
   * @return the exit status: 0, 1 if the command failed, 2 if the user can correct the error; some
   *     commands differ
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    LocalFiles.install();
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    return commands()
        .registerConverter(Duration.class, TimeRange::age)
        .registerConverter(Instant.class, TimeRange::time)
        .registerConverter(ModelName.class, ModelName::parse)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Pfss::explainWrongUse)
        .setExecutionExceptionHandler(Pfss::explain)
        .execute(Arrays.stream(args).map(Pfss::withHyphens).toArray(String[]::new));
  }

  /** Returns all commands, with their help in the language of the machine's locale. */
  public static CommandLine commands() {
    CommandLine pfss = new CommandLine(new Pfss());
    ServiceLoader.load(RunnerCommand.class).forEach(pfss::addSubcommand);
    if (Locale.getDefault().getLanguage().equals(Locale.KOREAN.getLanguage())) {
      // English is in the annotations.
      pfss.setResourceBundle(ResourceBundle.getBundle("io.pfss.cli.help", Locale.KOREAN));
    }

    pfss.getSubcommands().values().forEach(Pfss::headExamples);
    return pfss;
  }

  private static void headExamples(CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      command.getCommandSpec().usageMessage().footerHeading(text("example"));
    }

    command.getSubcommands().values().forEach(Pfss::headExamples);
  }

  /**
   * Returns a text in the language of the machine's locale.
   *
   * @param key in {@code texts.properties}
   */
  public static String text(String key, @Nullable Object... values) {
    return TEXTS.get(key, values);
  }

  /** Accepts the main job's spelling too, such as {@code --bootstrapServers}. */
  private static String withHyphens(String arg) {
    String name = arg.startsWith("--") ? arg.split("=", 2)[0] : "";
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT)
        + arg.substring(name.length());
  }

  /** Prints one line rather than the whole usage, which would scroll the mistake away. */
  private static int explainWrongUse(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    if (command.getSubcommands().isEmpty()) {
      err.println("pfss: " + problem(mistake) + " (" + text("see_help", name) + ")");
    } else {
      err.println("pfss: " + problem(mistake));
      command.usage(err);
    }

    return WRONG_USE;
  }

  /** Returns what is wrong; picocli's own messages are in English only. */
  private static String problem(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return text(
          unmatched.isUnknownOption()
              ? "unknown_option"
              : mistake.getCommandLine().getSubcommands().isEmpty()
                  ? "unexpected"
                  : "unknown_command",
          String.join(" ", unmatched.getUnmatched()));
    }

    if (mistake instanceof MissingParameterException missing) {
      return text(
          "missing",
          missing.getMissing().stream().map(Pfss::name).collect(Collectors.joining(", ")));
    }

    ArgSpec option = mistake.getArgSpec();
    if (option == null) {
      return text("no_command");
    }

    if (mistake instanceof OverwrittenOptionException) {
      return text("twice", name(option));
    }

    return OWN_TYPES.contains(option.typeInfo().getType()) && mistake.getCause() != null
        ? name(option) + ": " + mistake.getCause().getMessage()
        : wrongValue(option, mistake.getValue());
  }

  private static String wrongValue(ArgSpec option, String value) {
    String values =
        option.completionCandidates() == null
            ? ""
            : String.join(", ", option.completionCandidates());
    return text(values.isEmpty() ? "wrong_value" : "not_one_of", name(option), value, values);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof IllegalArgumentException
        || failure instanceof CatalogUnavailableException
        || failure instanceof InfluxRefusedException
        || failure instanceof KafkaUnavailableException) {
      command.getErr().println("pfss: " + failure.getMessage());
      return WRONG_USE;
    }

    command.getErr().println("pfss: " + failure);
    failure.printStackTrace(command.getErr());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The version of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties build = new Properties();
      try (InputStream in = Pfss.class.getResourceAsStream("version.properties")) {
        build.load(in);
      }

      return new String[] {
        "pfss " + build.getProperty("version") + ", Java " + System.getProperty("java.version")
      };
    }
  }
}
