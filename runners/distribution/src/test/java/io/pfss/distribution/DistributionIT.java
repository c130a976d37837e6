// SPDX-License-Identifier: Apache-2.0
package io.pfss.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ReadingSender;
import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServers.class)
class DistributionIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir static Path unpacked;
  private static Distribution pfss;

  @TempDir Path user;

  @BeforeAll
  static void unpack() throws Exception {
    pfss = Distribution.unpack(unpacked);
  }

  @Test
  void hasItsLicencesModelAndSettings() {
    for (String file :
        List.of(
            "LICENSE",
            "NOTICE",
            "conf/alertmanager/alertmanager.yml",
            "docs/README.md",
            "docs/runners/distribution/README.md",
            "grafana/compose.yaml",
            "grafana/dashboards",
            "lib/influxdb/copyright",
            "models/heat-forest",
            "pfss.cdx.json")) {
      assertThat(pfss.home().resolve(file)).exists();
    }
  }

  /** Which of two such classes is loaded would depend on the order of the class path. */
  @Test
  void noLibraryIsThereTwice() throws IOException {
    Map<String, Path> seen = new HashMap<>();
    try (Stream<Path> jars = Files.list(pfss.home().resolve("lib"))) {
      List<Path> own =
          jars.filter(jar -> jar.getFileName().toString().startsWith("pfss-")).toList();
      for (Path jar : own) {
        classes(jar).forEach(name -> seen.put(name, jar));
      }
    }

    String path = Files.readString(pfss.home().resolve("lib/class-path")).strip();
    for (String name : path.split(":")) {
      Path jar = Path.of(name.replace("LIB", pfss.home().resolve("lib").toString()));
      assertThat(classes(jar)).as(name).noneMatch(seen::containsKey);
    }
  }

  private static List<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .toList();
    }
  }

  /** As under systemd: Perl listens at the socket, and systemd's own program writes to it. */
  @Test
  void demoTurnsAFacilityRedAndTellsSystemdThatItWorks() throws Exception {
    Path socket = user.resolve("systemd");
    Path messages = user.resolve("messages.txt");
    String listener =
        "use Socket; socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, sockaddr_un($ARGV[0]))"
            + " or die; $| = 1; while (defined recv($s, my $m, 4096, 0)) { print \"$m\\n\" }";
    try (ChildProcess systemd =
            ChildProcess.start(
                "listener", List.of("perl", "-e", listener, socket.toString()), messages);
        MainJobProcess demo =
            pfss.start(user.resolve("demo"), Map.of("NOTIFY_SOCKET", socket.toString()), "demo")) {
      assertThat(systemd).isNotNull();
      Distribution.awaitRedFacility(demo);
      String health = pfss.run(user.resolve("health"), Map.of(), "health", demo.webAddress());
      assertThat(health).contains("\"ready\":true").endsWith("exit status 0");
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> Files.readString(messages).matches("(?s)(READY=1\\sWATCHDOG=1\\s.*){2}"));

      demo.interrupt();
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
      assertThat(demo.summary().path("agree").asBoolean()).isTrue();
      assertThat(user.resolve("demo")).isDirectoryContaining("glob:**/pfss-data");
      assertThat(user.resolve("demo/target")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SparkRunner", "FlinkRunner", "DirectRunner"})
  void runsWithTheSettingsOfAFileAndWithoutChmod(
      String runner, KafkaBroker kafka, InfluxServer influx) throws Exception {
    String settings =
        Files.readString(pfss.home().resolve("conf/pfss.properties"))
            .replace("127.0.0.1:9092", kafka.bootstrapServers())
            .replace("#influxUrl=http://127.0.0.1:8086", "influxUrl=" + influx.url())
            .replace("/var/lib/pfss", user.resolve("data").toString());
    Path file = Files.writeString(user.resolve("pfss.properties"), settings);
    String topic = "distribution-" + runner;
    // A terminal's Ctrl-C ends such programs too, so the job must not need them.
    Path chmod = program("programs/chmod", "#!/bin/sh\nexit 130\n");
    String output =
        pfss.run(
            user.resolve("run"),
            Map.of("PATH", chmod.getParent() + ":" + System.getenv("PATH")),
            "run",
            "--runner=" + runner,
            "--config",
            file.toString(),
            "--heatTopic=" + topic,
            "--group=" + topic,
            "--webPort=0",
            "--seconds=5");

    assertThat(output).contains("Web ").endsWith("exit status 0");
    // The settings of the demo are not those of production: nobody simulates readings here.
    assertThat(output).doesNotContain("PFSS_SUMMARY");
    assertThat(user.resolve("data/warehouse")).isDirectory();
  }

  @Test
  void aMistakeIsOneLine() throws Exception {
    assertThat(pfss.run(user, Map.of(), "run", "--runner=StormRunner"))
        .startsWith("pfss: --runner=StormRunner: choose SparkRunner, FlinkRunner or")
        .endsWith("exit status 2");
    assertThat(pfss.run(user, Map.of(), "run"))
        .startsWith("pfss: ")
        .contains("bootstrapServers")
        .hasLineCount(2)
        .endsWith("exit status 2");
    assertThat(pfss.run(user, Map.of(), "run", "--config"))
        .startsWith("pfss: --config: name a properties file")
        .endsWith("exit status 2");
    for (String address : List.of("http://127.0.0.1:1", "http://[::1]:1")) {
      assertThat(pfss.run(user, Map.of(), "health", address))
          .startsWith("pfss: nothing listens at " + address)
          .endsWith("exit status 2");
    }

    assertThat(pfss.run(user, Map.of(), "health", "--help"))
        .contains("pfss health [--live] [http://host:port]");
    assertThat(pfss.run(user, Map.of(), "submit")).contains("pfss-submit CONFIG");
  }

  @Test
  void anotherJavaIsRefused() throws Exception {
    program("java-21/bin/java", "#!/bin/sh\nexit 1\n");
    Files.writeString(user.resolve("java-21/release"), "JAVA_VERSION=\"21.0.1\"\n");

    assertThat(pfss.run(user, Map.of("JAVA_HOME", user.resolve("java-21").toString()), "--version"))
        .contains("JAVA_VERSION=\"21.0.1\": PFSS needs Java 17")
        .endsWith("exit status 2");
  }

  @Test
  void laterCommandsTakeTheirClassesFromAnArchive() throws Exception {
    assertThat(pfss.run(user, Map.of(), "--version"))
        .startsWith("pfss " + System.getProperty("pfss.version"))
        .endsWith("exit status 0");
    awaitArchive();

    assertThat(pfss.run(user, logClasses(), "catalog", "runs"))
        .contains("No catalog is given")
        .endsWith("exit status 2");
    assertThat(Files.readString(user.resolve("loaded.txt")))
        .containsPattern("io\\.pfss\\.cli\\.Pfss source: shared objects file \\(top\\)");
  }

  @ParameterizedTest
  @CsvSource({"SparkRunner, spark.SparkMain", "FlinkRunner, flink.FlinkMain"})
  void laterStartsOfTheMainJobTakeTheirClassesFromAnArchive(
      String runner, String main, KafkaBroker kafka) throws Exception {
    String[] run = {
      "run",
      "--runner=" + runner,
      "--bootstrapServers=" + kafka.bootstrapServers(),
      "--dataFolder=" + user.resolve("data"),
      "--heatTopic=archive-" + runner,
      "--group=archive-" + runner,
      "--webPort=0"
    };
    try (MainJobProcess first = pfss.start(user, Map.of(), run);
        ReadingSender sensors =
            new ReadingSender(kafka.bootstrapServers(), "archive-" + runner, 1, sent -> {})) {
      first.awaitOutput("Web ", LIMIT);
      sensors.send(1, System.currentTimeMillis());
      awaitArchive();
      first.interrupt();
      assertThat(first.exitStatus(LIMIT)).as(first.output()).isZero();
    }

    try (MainJobProcess second = pfss.start(user, logClasses(), run)) {
      second.awaitOutput("Web ", LIMIT);
      second.interrupt();
      assertThat(second.exitStatus(LIMIT)).as(second.output()).isZero();
    }

    assertThat(Files.readString(user.resolve("loaded.txt")))
        .contains("io.pfss.runners." + main + " source: shared objects file");
    assertThat(user.resolve(".cache/pfss")).isDirectoryNotContaining("glob:**/.classes-*");
  }

  private void awaitArchive() {
    Path archives = user.resolve(".cache/pfss");
    Awaitility.await()
        .atMost(LIMIT.multipliedBy(2))
        .untilAsserted(() -> assertThat(archives).isDirectoryContaining("glob:**/classes-*.jsa"));
  }

  private Map<String, String> logClasses() {
    return Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + user.resolve("loaded.txt"));
  }

  /** Half of an archive would kill the JVM of every later command. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "run"})
  void aKilledJvmLeavesNoArchive(String command) throws Exception {
    program(
        "java/bin/java",
        """
        #!/usr/bin/env bash
        for argument; do
          case $argument in
            -XX:DumpLoadedClassList=*)
              printf '%s\n' io/pfss/pipeline/score/ScoreJson java/la > "${argument#*=}"
              until [[ -e $HOME/background ]]; do sleep 1; done
              ;;
            -XX:ArchiveClassesAtExit=* | -XX:SharedArchiveFile=*)
              echo half > "${argument#*=}"
              echo $PPID > "$HOME/background"
              kill -9 $$
              ;;
          esac
        done
        """);

    assertThat(pfss.run(user, Map.of("JAVA_HOME", user.resolve("java").toString()), command))
        .endsWith("exit status 0");
    Path background = user.resolve("background");
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> Files.exists(background) && Files.size(background) > 0);
    long pid = Long.parseLong(Files.readString(background).strip());
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(user.resolve(".cache/pfss")).isDirectoryNotContaining("glob:**/classes-*.jsa");
  }

  /**
   * Anybody may put a log's link into a folder below /tmp. The cache is one that cannot be made.
   */
  @Test
  void withoutHomeNothingIsBelowTmp() throws Exception {
    program("java/bin/java", "#!/bin/sh\necho \"$@\"\n");
    List<String> command =
        List.of("env", "--unset=HOME", pfss.home().resolve("bin/pfss").toString(), "run");
    Map<String, String> environment =
        Map.of("JAVA_HOME", user.resolve("java").toString(), "XDG_CACHE_HOME", "/proc/none");

    try (MainJobProcess run = Distribution.start(user, environment, command)) {
      assertThat(run.exitStatus(LIMIT)).isZero();
      assertThat(run.output())
          .contains("-Dpfss.log=/")
          .doesNotContain("-Dpfss.log=/tmp/.", "ClassList");
    }
  }

  /** Java takes the encoding of file names from the locale, and a service has none. */
  @Test
  void aFolderHasAKoreanNameWithoutALocale() throws Exception {
    Path file = user.resolve("pfss.properties");
    Files.writeString(file, "bootstrapServers=127.0.0.1:1\ndataFolder=/proc/데이터\n");

    assertThat(pfss.run(user, Map.of(), "run", "--config=" + file))
        .startsWith("pfss: --dataFolder=/proc/데이터 is not usable")
        .endsWith("exit status 2");
  }

  @Test
  void systemdKnowsAllSettingsOfTheUnit() throws Exception {
    String unit =
        Files.readString(pfss.home().resolve("conf/pfss.service"))
            .replace("/opt/pfss", pfss.home().toString());
    Path file = Files.writeString(user.resolve("pfss.service"), unit);

    try (MainJobProcess verify =
        Distribution.start(user, Map.of(), List.of("systemd-analyze", "verify", file.toString()))) {
      assertThat(verify.exitStatus(LIMIT)).as(verify.output()).isZero();
      assertThat(verify.output()).isEmpty();
    }
  }

  /** Writes a program into the user's folder. */
  private Path program(String path, String script) throws IOException {
    Path file = user.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
