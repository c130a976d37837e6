// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Command-line tools for the warehouse, models and dead letters. */
@Command(
    name = "pfss",
    description = "Command-line tools for the warehouse, models and dead letters.",
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
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    CommandLine pfss = new CommandLine(new Pfss());
    ServiceLoader.load(RunnerCommand.class).forEach(pfss::addSubcommand);
    return pfss.registerConverter(Duration.class, TimeRange::age)
        .registerConverter(Instant.class, TimeRange::time)
        .registerConverter(ModelName.class, ModelName::parse)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Pfss::explainWrongUse)
        .setExecutionExceptionHandler(Pfss::explain)
        .execute(Arrays.stream(args).map(Pfss::withHyphens).toArray(String[]::new));
  }

  /** Accepts the main job's spelling too, such as {@code --bootstrapServers}. */
  private static String withHyphens(String arg) {
    String name = arg.startsWith("--") ? arg.split("=", 2)[0] : "";
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT)
        + arg.substring(name.length());
  }

  /** Prints one line rather than the whole usage, which would scroll the mistake away. */
  private static int explainWrongUse(CommandLine.ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    String message = String.valueOf(mistake.getMessage());
    String name = command.getCommandSpec().qualifiedName();
    if (command.getSubcommands().isEmpty()) {
      err.println("pfss: " + message + " (" + name + " --help lists the options)");
    } else {
      err.println(
          "pfss: " + message.replaceFirst("^Unmatched argument at index \\d+", "No such command"));
      command.usage(err);
    }

    return WRONG_USE;
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
