package io.pfss.trials.benchmarks;

import io.pfss.demo.observe.ParquetFolder;
import io.pfss.demo.observe.WarehouseCount;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.JavaModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** One of those that are measured, each a JVM of its own with the same heap. */
enum Contestant {
  /** PFSS on SparkRunner, with plain files as the others have. */
  PFSS("pfss", (bench, load) -> pfss(bench, load, "none", bench.alertTopic(), bench.influxUrl())),

  /** The same without alerts: what they cost. */
  WITHOUT_ALERTS(
      "pfss-without-alerts", (bench, load) -> pfss(bench, load, "none", "none", bench.influxUrl())),

  /** The same without InfluxDB, for more readings than one takes. */
  WITHOUT_INFLUX(
      "pfss-without-influx", (bench, load) -> pfss(bench, load, "none", bench.alertTopic(), "")),

  /** PFSS on SparkRunner, with an Iceberg table and its catalog in a file. */
  TABLE(
      "pfss-table",
      (bench, load) ->
          pfss(bench, load, catalog(bench).url(), bench.alertTopic(), bench.influxUrl())),

  /** The same job, written natively for Spark Structured Streaming. */
  NATIVE("native", Contestant.OUTPUT, "The queries run", Contestant::rival),

  /** The same steps on SparkRunner, one element at a time, between KafkaIO and KafkaIO. */
  KAFKAIO("kafkaio", Contestant.OUTPUT, "The pipeline runs", Contestant::kafkaIo),

  /** One plain JVM with two threads and no engine: what the machine can do. */
  LIMIT("limit", Contestant.OUTPUT, "The threads run", Contestant::limit);

  private static final String OUTPUT = "output.txt";
  private static final String HARNESS = "runners/trials/benchmarks/harness";

  private final String label;
  private final String log;
  private final String running;
  private final CommandLine command;

  Contestant(String label, CommandLine command) {
    this(label, "pfss.log", "The pipeline runs", command);
  }

  Contestant(String label, String log, String running, CommandLine command) {
    this.label = label;
    this.log = log;
    this.running = running;
    this.command = command;
  }

  /** Its name in results. */
  String label() {
    return label;
  }

  /** Whether it has begun to read, by its own word. */
  boolean runs(Bench bench) throws IOException {
    Path file = bench.folder().resolve(log);
    return Files.exists(file) && Files.readString(file).contains(running);
  }

  /** Starts its process. */
  ChildProcess start(Bench bench, Load load) throws IOException {
    Files.createDirectories(bench.folder());
    return ChildProcess.start(label, command.of(bench, load), bench.folder().resolve(OUTPUT));
  }

  /** What counts the rows of its warehouse. */
  WarehouseCount warehouse(Bench bench) throws IOException {
    if (this == TABLE) {
      Files.createDirectories(bench.folder());
      return WarehouseCount.ofTable(
          WarehouseCatalog.prepare(catalog(bench), bench.warehouse().toString()).readings());
    }

    return new ParquetFolder(bench.warehouse().toString(), new Configuration());
  }

  private static CatalogSettings catalog(Bench bench) {
    return CatalogSettings.inFile(bench.folder().resolve("catalog.db").toString());
  }

  /** The beginning of a command line of a module of Spark. */
  static List<String> onSpark(Path home, String module, List<String> flags) throws IOException {
    List<String> all = new ArrayList<>(flags);
    Path opens = home.resolve("runners/spark/target/classes/spark-opens.txt");
    all.addAll(List.of(Files.readString(opens).strip().split("\\s+")));
    return new JavaModule(home.resolve(module)).command(all);
  }

  private static List<String> sparkFlags(Bench bench) {
    return Stream.concat(bench.jvmFlags().stream(), Stream.of("-XX:+UseParallelGC")).toList();
  }

  /** The arguments of a main that has no options. */
  private static List<String> plain(Bench bench, Load load) {
    return List.of(
        bench.bootstrapServers(),
        bench.scoreTopic(),
        bench.warehouse().toString(),
        bench.influxUrl(),
        bench.home().resolve("models/heat-forest/2").toString(),
        load == Load.BACKLOG ? "earliest" : "latest");
  }

  private static List<String> pfss(
      Bench bench, Load load, String catalogUrl, String alertTopic, String influxUrl)
      throws IOException {
    List<String> command = onSpark(bench.home(), "runners/spark", sparkFlags(bench));
    command.add("io.pfss.runners.spark.SparkMain");
    command.add("--home=" + bench.home());
    command.add("--dataFolder=" + bench.folder());
    command.add("--warehouse=" + bench.warehouse());
    command.add("--catalogUrl=" + catalogUrl);
    command.add("--bootstrapServers=" + bench.bootstrapServers());
    command.add("--scoreTopic=" + bench.scoreTopic());
    command.add("--alertTopic=" + alertTopic);
    command.add("--influxUrl=" + influxUrl);
    command.add("--embeddedInflux=false");
    command.add("--simulate=false");
    command.add("--observe=false");
    command.add("--group=" + bench.scoreTopic());
    command.addAll(bench.pfssOptions());
    command.add("--startFrom=" + (load == Load.BACKLOG ? "EARLIEST" : "LATEST"));
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
    command.add("--continuous=" + (load == Load.STEADY));
    return command;
  }

  private static List<String> kafkaIo(Bench bench, Load load) throws IOException {
    List<String> command = onSpark(bench.home(), HARNESS, sparkFlags(bench));
    command.add("io.pfss.trials.benchmarks.KafkaIoMain");
    command.addAll(plain(bench, load));
    command.add(bench.folder().resolve("checkpoints").toString());
    return command;
  }

  private static List<String> limit(Bench bench, Load load) throws IOException {
    List<String> command = new JavaModule(bench.home().resolve(HARNESS)).command(bench.jvmFlags());
    command.add("io.pfss.trials.benchmarks.LimitMain");
    command.addAll(plain(bench, load));
    return command;
  }

  private interface CommandLine {
    List<String> of(Bench bench, Load load) throws IOException;
  }
}
