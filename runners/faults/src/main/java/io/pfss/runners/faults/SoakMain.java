package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the main job run for long, and prints a line of JSON for each sample, and one for all. */
@Command(
    name = "pfss-soak",
    description =
        "Runs the main job on a YARN, HDFS and Kafka cluster of its own under a steady load,"
            + " measures what it holds, and reads all sinks back. A line of JSON a sample, and one"
            + " for all. Exit status 1: a reading was lost, or twice in the warehouse.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SoakMain implements Callable<Integer> {
  @Option(
      names = "--home",
      description = "The folder of this repository, compiled.",
      defaultValue = ".")
  private Path home;

  @Option(names = "--minutes", description = "How long.", defaultValue = "120")
  private long minutes;

  @Option(names = "--rate", description = "Readings a second.", defaultValue = "2000")
  private int rate;

  @Option(names = "--sample-seconds", description = "Between two samples.", defaultValue = "60")
  private long sampleSeconds;

  private SoakMain() {}

  /** Lets the main job run; {@code --help} lists the options. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SoakMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    home = home.toAbsolutePath().normalize();
    Path folder = home.resolve("target/soak").resolve(Long.toString(System.currentTimeMillis()));
    try (Soak soak = Soak.start(home, folder, rate)) {
      ObjectNode summary =
          soak.run(
              Duration.ofMinutes(minutes), Duration.ofSeconds(sampleSeconds), System.out::println);
      System.out.println(summary);
      return Audit.isSound(summary) ? 0 : 1;
    }
  }
}
