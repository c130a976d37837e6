// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.demo.observe.ParquetCount;
import io.pfss.demo.observe.ParquetFolder;
import io.pfss.demo.observe.WarehouseCount;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.TableState;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.JavaModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;

/** A program to measure. Each runs in a separate JVM with the same heap size. */
enum Contestant {
  /** PFSS on SparkRunner, with plain Parquet files like the others. */
  PFSS("pfss", (bench, load) -> pfss(bench, load, "none", bench.alertTopic(), bench.influxUrl())),

  /** PFSS without alerts and outlooks, to measure their cost. */
  WITHOUT_ALERTS(
      "pfss-without-alerts", (bench, load) -> pfss(bench, load, "none", "none", bench.influxUrl())),

  /** PFSS with alerts but without outlooks. */
  WITHOUT_OUTLOOKS(
      "pfss-without-outlooks",
      (bench, load) -> {
        List<String> command = pfss(bench, load, "none", bench.alertTopic(), bench.influxUrl());
        command.removeIf(each -> each.startsWith("--risk"));
        command.add("--riskTopic=none");
        return command;
      }),

  /** PFSS without InfluxDB, for rates that InfluxDB cannot handle. */
  WITHOUT_INFLUX(
      "pfss-without-influx", (bench, load) -> pfss(bench, load, "none", bench.alertTopic(), "")),

  /** PFSS on SparkRunner, with an Iceberg table and its catalog in a file. */
  TABLE(
      "pfss-table",
      (bench, load) ->
          pfss(bench, load, catalog(bench).url(), bench.alertTopic(), bench.influxUrl())),

  /** The same, from a distribution, which starts from an archive of classes if it has made one. */
  INSTALLED(
      "pfss-installed",
      (bench, load) -> {
        List<String> command = installed(bench);
        command.addAll(
            options(bench, load, catalog(bench).url(), bench.alertTopic(), bench.influxUrl()));
        return command;
      }),

  /** PFSS on FlinkRunner with a local cluster, with plain Parquet files like the others. */
  FLINK(
      "pfss-flink",
      (bench, load) -> {
        List<String> command =
            new JavaModule(bench.home().resolve("runners/flink")).command(engineFlags(bench));
        command.add("io.pfss.runners.flink.FlinkMain");
        command.add("--home=" + bench.home());
        command.addAll(options(bench, load, "none", bench.alertTopic(), bench.influxUrl()));
        return command;
      }),

  /** The same job, written natively for Spark Structured Streaming. */
  NATIVE("native", Contestant.OUTPUT, "The queries run", Contestant::rival),

  /** Kafka Connect with Iceberg's sink, and Kafka Streams for the scores. */
  CONNECT("connect", Contestant.OUTPUT, "The worker runs", Contestant::connect),

  /** Flink SQL with Iceberg's sink, and a function for the scores. */
  FLINK_SQL("flink-sql", Contestant.OUTPUT, "The statements run", Contestant::flinkSql),

  /** PFSS's steps on SparkRunner with KafkaIO as source and sink, one element at a time. */
  KAFKAIO("kafkaio", Contestant.OUTPUT, "The pipeline runs", Contestant::kafkaIo),

  /** One plain JVM with two threads and no engine: the limit of the machine. */
  LIMIT("limit", Contestant.OUTPUT, "The threads run", Contestant::limit);

  private static final String OUTPUT = "output.txt";
  private static final String HARNESS = "runners/trials/benchmarks/harness";

  private final String label;
  private final String log;
  private final String startedLine;
  private final CommandLine command;

  Contestant(String label, CommandLine command) {
    this(label, "pfss.log", "The pipeline runs", command);
  }

  Contestant(String label, String log, String startedLine, CommandLine command) {
    this.label = label;
    this.log = log;
    this.startedLine = startedLine;
    this.command = command;
  }

  /** Returns its name in results. */
  String label() {
    return label;
  }

  /** Whether it has logged that it runs. */
  boolean runs(Bench bench) throws IOException {
    Path file = bench.folder().resolve(log);
    return Files.exists(file) && Files.readString(file).contains(startedLine);
  }

  /** Starts its process. */
  ChildProcess start(Bench bench, Load load) throws IOException {
    Files.createDirectories(bench.folder());
    return ChildProcess.start(label, command.of(bench, load), bench.folder().resolve(OUTPUT));
  }

  /** Whether it writes points to InfluxDB. */
  boolean writesPoints() {
    return this != WITHOUT_INFLUX && !isIcebergRival();
  }

  /** Whether it reads the topic twice, once for scores and once for rows. */
  boolean readsTwice() {
    return this == NATIVE || this == CONNECT;
  }

  private boolean hasCatalog() {
    return this == TABLE || this == INSTALLED;
  }

  private boolean isIcebergRival() {
    return this == CONNECT || this == FLINK_SQL;
  }

  /** Returns its Iceberg table; empty if it has none, or has not created it yet. */
  Optional<Table> table(Bench bench) {
    if (hasCatalog()) {
      return Optional.of(
          WarehouseCatalog.prepare(catalog(bench), bench.warehouse().toString()).readings());
    }

    HadoopTables tables = new HadoopTables(new Configuration());
    String location = bench.warehouse().resolve("pfss/readings").toString();
    return isIcebergRival() && tables.exists(location)
        ? Optional.of(tables.load(location))
        : Optional.empty();
  }

  /** Returns the paths of the data files that a reader of its warehouse reads now. */
  List<String> files(Bench bench) throws IOException {
    Optional<Table> table = table(bench);
    if (table.isPresent()) {
      List<String> files = new ArrayList<>();
      try (CloseableIterable<FileScanTask> tasks = table.get().newScan().planFiles()) {
        tasks.forEach(task -> files.add(task.file().location()));
      }

      return files;
    }

    return plainFiles(bench).stream().map(file -> file.getPath().toString()).toList();
  }

  private List<FileStatus> plainFiles(Bench bench) throws IOException {
    String root = bench.warehouse().toString();
    if (this != NATIVE) {
      return ParquetContent.files(root, new Configuration());
    }

    // Before the listing, so that a named file is listed as it is when it is whole.
    String log = sinkLog(bench);
    return ParquetContent.files(root, new Configuration()).stream()
        .filter(file -> log.contains("/" + file.getPath().getName()))
        .toList();
  }

  /** Returns Spark's log of its sink, which does not name the files of failed batches. */
  private static String sinkLog(Bench bench) throws IOException {
    Path folder = bench.warehouse().resolve("_spark_metadata");
    if (!Files.isDirectory(folder)) {
      return "";
    }

    StringBuilder text = new StringBuilder();
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.filter(path -> !path.toString().endsWith(".crc")).toList()) {
        text.append(Files.readString(log));
      }
    }

    return text.toString();
  }

  /** Returns a counter of the rows in its warehouse. */
  WarehouseCount warehouse(Bench bench) throws IOException {
    if (isIcebergRival()) {
      return () -> {
        TableState state = table(bench).map(TableState::of).orElse(new TableState(0, 0, 0));
        return new ParquetCount(state.files(), state.rows());
      };
    }

    if (hasCatalog()) {
      Files.createDirectories(bench.folder());
      return WarehouseCount.ofTable(table(bench).orElseThrow());
    }

    return this == NATIVE
        ? ParquetFolder.of(() -> plainFiles(bench), new Configuration())
        : new ParquetFolder(bench.warehouse().toString(), new Configuration());
  }

  private static CatalogSettings catalog(Bench bench) {
    return CatalogSettings.inFile(bench.folder().resolve("catalog.db").toString());
  }

  /** Returns the start of a command line for a module that uses Spark. */
  static List<String> onSpark(Path home, String module, List<String> flags) throws IOException {
    List<String> all = new ArrayList<>(flags);
    Path opens = home.resolve("runners/spark/target/classes/spark-opens.txt");
    all.addAll(List.of(Files.readString(opens).strip().split("\\s+")));
    return new JavaModule(home.resolve(module)).command(all);
  }

  private static List<String> engineFlags(Bench bench) {
    return Stream.concat(bench.jvmFlags().stream(), Stream.of("-XX:+UseParallelGC")).toList();
  }

  /** Returns the arguments of a main class without named options. */
  private static List<String> positional(Bench bench, Load load) {
    return List.of(
        bench.bootstrapServers(),
        bench.scoreTopic(),
        bench.warehouse().toString(),
        bench.influxUrl(),
        bench.home().resolve("models/heat-forest/3").toString(),
        load == Load.STEADY ? "latest" : "earliest");
  }

  private static List<String> pfss(
      Bench bench, Load load, String catalogUrl, String alertTopic, String influxUrl)
      throws IOException {
    List<String> command = onSpark(bench.home(), "runners/spark", engineFlags(bench));
    command.add("io.pfss.runners.spark.SparkMain");
    command.add("--home=" + bench.home());
    command.addAll(options(bench, load, catalogUrl, alertTopic, influxUrl));
    return command;
  }

  /** Returns the start of the command of a distribution that was unpacked for trials. */
  private static List<String> installed(Bench bench) throws IOException {
    Path folder = bench.home().resolve("target/benchmarks/installed");
    Path program = folder.resolve("bin/pfss");
    if (!Files.exists(program)) {
      throw new IOException(
          program
              + " is missing: make a distribution with mvn -Pdist package, and unpack it into "
              + folder
              + " with tar --strip-components=1");
    }

    return new ArrayList<>(
        List.of(
            "env",
            "XDG_CACHE_HOME=" + folder.resolveSibling("cache"),
            "PFSS_HEAP=" + bench.heap(),
            "JDK_JAVA_OPTIONS=" + String.join(" ", bench.moreJvmFlags()),
            program.toString(),
            "run"));
  }

  /** Returns the options of the main job, on any runner. */
  private static List<String> options(
      Bench bench, Load load, String catalogUrl, String alertTopic, String influxUrl) {
    List<String> command = new ArrayList<>();
    command.add("--dataFolder=" + bench.folder());
    command.add("--warehouse=" + bench.warehouse());
    command.add("--catalogUrl=" + catalogUrl);
    command.add("--bootstrapServers=" + bench.bootstrapServers());
    command.add("--scoreTopic=" + bench.scoreTopic());
    command.add("--alertTopic=" + alertTopic);
    if (!alertTopic.equals("none")) {
      command.add("--riskTopic=" + bench.riskTopic());
      command.add("--riskModel=" + bench.home().resolve(EndToEnd.RISK_MODEL));
    }

    command.add("--influxUrl=" + influxUrl);
    command.add("--embeddedInflux=false");
    command.add("--simulate=false");
    command.add("--observe=false");
    command.add("--group=" + bench.scoreTopic());
    command.addAll(bench.pfssOptions());
    command.add("--startFrom=" + (load == Load.STEADY ? "LATEST" : "EARLIEST"));
    return command;
  }

  private static List<String> rival(Bench bench, Load load) throws IOException {
    List<String> command = onSpark(bench.home(), RivalTraining.MODULE, bench.jvmFlags());
    command.add("-Dpfss.log=" + bench.folder().resolve("native.log"));
    command.add("io.pfss.trials.benchmarks.nativespark.NativeRival");
    command.add("--bootstrap-servers=" + bench.bootstrapServers());
    command.add("--score-topic=" + bench.scoreTopic());
    command.add("--warehouse=" + bench.warehouse());
    command.add("--checkpoints=" + bench.folder().resolve("checkpoints"));
    command.add("--influx-url=" + bench.influxUrl());
    command.add("--model=" + RivalTraining.folder(bench.home()));
    command.add("--continuous=" + (load != Load.BACKLOG));
    return command;
  }

  private static List<String> kafkaIo(Bench bench, Load load) throws IOException {
    List<String> command = onSpark(bench.home(), HARNESS, engineFlags(bench));
    command.add("io.pfss.trials.benchmarks.KafkaIoMain");
    command.addAll(positional(bench, load));
    command.add(bench.folder().resolve("checkpoints").toString());
    return command;
  }

  private static List<String> limit(Bench bench, Load load) throws IOException {
    List<String> command = new JavaModule(bench.home().resolve(HARNESS)).command(bench.jvmFlags());
    command.add("io.pfss.trials.benchmarks.LimitMain");
    command.addAll(positional(bench, load));
    return command;
  }

  private static List<String> connect(Bench bench, Load load) throws IOException {
    return icebergRival(
        bench,
        load,
        "runners/trials/benchmarks/connect",
        "io.pfss.trials.benchmarks.connect.ConnectRival");
  }

  private static List<String> flinkSql(Bench bench, Load load) throws IOException {
    return icebergRival(
        bench,
        load,
        "runners/trials/benchmarks/flinksql",
        "io.pfss.trials.benchmarks.flinksql.FlinkSqlRival");
  }

  private static List<String> icebergRival(Bench bench, Load load, String module, String main)
      throws IOException {
    List<String> command = onSpark(bench.home(), module, engineFlags(bench));
    command.add(main);
    command.addAll(
        List.of(
            bench.bootstrapServers(),
            bench.scoreTopic(),
            bench.warehouse().toString(),
            bench.home().resolve("models/heat-forest/3").toString(),
            load == Load.STEADY ? "latest" : "earliest",
            bench.folder().toString()));
    return command;
  }

  private interface CommandLine {
    List<String> of(Bench bench, Load load) throws IOException;
  }
}
