// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.stack.DebianPackages;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.OrphanKiller;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each command of the READMEs in a fresh clone. */
@ExtendWith(SharedServers.class)
@Tag("nightly")
class ReadmeIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$(.*?)^```$");
  private static final Pattern INLINE = Pattern.compile("`((?:mvn|kcat|runners/)[^`]*? [^`]+)`");
  private static final Pattern READING = Pattern.compile("(?ms)^```json heat$(.*?)^```$");
  private static final Pattern KAFKA = Pattern.compile("Kafka +127\\.0\\.0\\.1:(\\d+)");

  private static final Pattern SCORED = Pattern.compile("Scored +[1-9]");

  private static final String INSTALL =
      "sudo apt-get update && sudo apt-get install -y git openjdk-17-jdk-headless maven";
  private static final String CLONE = "git clone <this repository> pfss && cd pfss";
  private static final String RUN = "mvn -q -Pdirect compile exec:exec";
  private static final String TEST = "mvn verify";
  private static final String COMPILE = "mvn -q compile";
  private static final String CATALOG =
      "export PFSS_CATALOG_URL=jdbc:sqlite:target/pfss/RUN/catalog.db";
  private static final String WINDOWS = "runners/spark/src/main/scripts/pfss catalog windows";
  private static final String SEND = "kcat -P -b 127.0.0.1:PORT -t heat < reading.json";
  private static final String REPLAY = RUN + " -Dpfss.args=\"--replay=FOLDER\"";
  private static final String OWN_SERVERS =
      "mvn -q -Pspark compile exec:exec -Dpfss.args=\"--simulate=false"
          + " --bootstrapServers=kafka1:9092 --influxUrl=http://influx:8086\"";

  /** DistributionIT, YarnIT and BenchmarkIT run these. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "mvn -Pdist package",
          "runners/spark/src/main/scripts/pfss-submit pfss.properties",
          "mvn -q -Pbenchmark compile exec:exec");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ko.md"})
  void everyCommandHasATest(String page) throws IOException {
    Set<String> known = new LinkedHashSet<>(ELSEWHERE);
    known.addAll(
        List.of(INSTALL, CLONE, RUN, TEST, COMPILE, CATALOG, WINDOWS, SEND, REPLAY, OWN_SERVERS));
    assertThat(commands(Files.readString(HOME.resolve(page))))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void everyCommandWorksInAFreshClone(KafkaBroker kafka, InfluxServer influx) throws Exception {
    // Checks that the packages exist; only root could install them.
    run(folder, "apt-get --simulate " + INSTALL.substring(INSTALL.lastIndexOf("install")));
    run(folder, CLONE.replace("<this repository>", HOME.toString()));
    Path clone = folder.resolve("pfss");
    Matcher example = READING.matcher(Files.readString(HOME.resolve("README.md")));
    assertThat(example.find()).isTrue();
    // InfluxDB stores one day, so the time must be the present, as the page says.
    String reading =
        example
            .group(1)
            .replaceAll("\\s*\\n\\s*", "")
            .replaceFirst(
                "(\"timestamp\": )[0-9.]+", "$1" + System.currentTimeMillis() / 1000 + ".0");
    Files.writeString(clone.resolve("reading.json"), reading);

    try (Shell job = Shell.start(clone, "first", RUN)) {
      sendTo(job.await(KAFKA).group(1), clone);
      // In addition to the five virtual sensors.
      job.await(Pattern.compile("Scored +(?:[6-9]|\\d\\d)"));
      job.stop();
    }

    run(clone, COMPILE);
    String catalog = CATALOG.replace("RUN", onlyFile(clone.resolve("target/pfss")));
    assertThat(run(clone, catalog + "; " + WINDOWS)).contains(" 60 s ");
    Path history = Files.createDirectory(folder.resolve("history"));
    Files.writeString(history.resolve("facility_7.json"), "[" + reading + "]");
    try (Shell job = Shell.start(clone, "replay", REPLAY.replace("FOLDER", history.toString()))) {
      job.await(SCORED);
      job.stop();
    }

    String ownServers =
        OWN_SERVERS
            .replace("kafka1:9092", kafka.bootstrapServers())
            .replace("http://influx:8086", influx.url().toString());
    try (Shell job = Shell.start(clone, "spark", ownServers)) {
      // The topics exist by then.
      job.await(Pattern.compile("Scored +0"));
      sendTo(kafka.bootstrapServers().split(":")[1], clone);
      job.await(SCORED);
      job.stop();
    }

    try (Shell tests = Shell.start(clone, "tests", TEST)) {
      tests.await(Pattern.compile("Tests run: \\d+, Failures: 0, Errors: 0"));
    }
  }

  private static void sendTo(String port, Path clone) throws Exception {
    DebianPackages kcat = DebianPackages.obtain("kcat", List.of("kcat"));
    String program = String.join(" ", kcat.command("usr/bin/kcat", List.of()));
    run(clone, SEND.replace("kcat ", program + " ").replace("PORT", port));
  }

  private static List<String> commands(String page) {
    Set<String> commands = new LinkedHashSet<>();
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      block.group(1).lines().filter(line -> !line.isBlank()).forEach(commands::add);
    }

    INLINE.matcher(page).results().map(inline -> inline.group(1)).forEach(commands::add);
    return List.copyOf(commands);
  }

  private static String onlyFile(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.findFirst().orElseThrow().getFileName().toString();
    }
  }

  /** Runs a command, which must succeed, and returns its output. */
  private static String run(Path in, String command) throws Exception {
    try (Shell shell = Shell.start(in, "command", command)) {
      assertThat(shell.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as(command).isTrue();
      assertThat(shell.process.exitValue()).as("%s%n%s", command, shell.output()).isZero();
      return shell.output();
    }
  }

  /** A shell command in its own process group, so that Ctrl-C reaches all its processes. */
  private record Shell(Process process, Path log) implements AutoCloseable {
    static Shell start(Path in, String name, String command) throws IOException {
      Path log = in.resolveSibling(name + "-output.txt");
      return new Shell(
          OrphanKiller.start(
              new ProcessBuilder("setsid", "bash", "-c", command)
                  .directory(in.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(log.toFile())),
          log);
    }

    MatchResult await(Pattern pattern) throws IOException {
      Awaitility.await(pattern.pattern())
          .atMost(TIMEOUT)
          .until(() -> pattern.matcher(output()).find() || !process.isAlive());
      Matcher found = pattern.matcher(output());
      assertThat(found.find()).as("%s in %s", pattern, output()).isTrue();
      return found.toMatchResult();
    }

    /** Sends Ctrl-C. Maven ends at once; the job ends when all readings are in its sinks. */
    void stop() throws Exception {
      new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
      Awaitility.await("summary").atMost(TIMEOUT).until(() -> output().contains("PFSS_SUMMARY "));
      assertThat(output()).contains("The sinks agree.");
    }

    String output() throws IOException {
      return Files.readString(log, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
