package io.pfss.runners.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of those that are measured, each a JVM of its own with the same heap. */
enum Contestant {
  /** PFSS on SparkRunner. */
  PFSS("pfss") {
    @Override
    List<String> command(Bench bench, Load load) throws IOException {
      List<String> command = java(bench, "runners/spark", opens(bench));
      command.add("io.pfss.runners.spark.SparkMain");
      command.add("--home=" + bench.home());
      command.add("--dataFolder=" + bench.folder());
      command.add("--bootstrapServers=" + bench.bootstrapServers());
      command.add("--scoreTopic=" + bench.scoreTopic());
      command.add("--influxUrl=" + bench.influxUrl());
      command.add("--simulate=false");
      command.add("--observe=false");
      command.add("--startFrom=" + (load == Load.BACKLOG ? "EARLIEST" : "LATEST"));
      return command;
    }
  },

  /** The same job, written natively for Spark Structured Streaming. */
  NATIVE("native") {
    @Override
    List<String> command(Bench bench, Load load) throws IOException {
      List<String> command = java(bench, "runners/benchmarks/native", opens(bench));
      command.add("-Dpfss.log=" + bench.folder().resolve("native.log"));
      command.add("io.pfss.runners.benchmarks.nativespark.NativeRival");
      command.add("--bootstrap-servers=" + bench.bootstrapServers());
      command.add("--topic=" + Bench.HEAT_TOPIC);
      command.add("--score-topic=" + bench.scoreTopic());
      command.add("--warehouse=" + bench.warehouse());
      command.add("--checkpoints=" + bench.folder().resolve("checkpoints"));
      command.add("--influx-url=" + bench.influxUrl());
      command.add("--influx-database=" + Bench.DATABASE);
      command.add("--model=" + bench.home().resolve("target/benchmarks/rival-model"));
      command.add("--mode=" + (load == Load.BACKLOG ? "available-now" : "continuous"));
      return command;
    }
  },

  /** One plain JVM with two threads and no engine: what the machine can do. */
  LIMIT("limit") {
    @Override
    List<String> command(Bench bench, Load load) throws IOException {
      List<String> command = java(bench, "runners/benchmarks/harness", List.of());
      command.add("io.pfss.runners.benchmarks.LimitMain");
      command.add(bench.bootstrapServers());
      command.add(bench.scoreTopic());
      command.add(bench.warehouse().toString());
      command.add(bench.influxUrl());
      command.add(bench.home().resolve("models/heat-forest/1").toString());
      command.add(load == Load.BACKLOG ? "earliest" : "latest");
      return command;
    }
  };

  private final String label;

  Contestant(String label) {
    this.label = label;
  }

  /** Its name in results. */
  String label() {
    return label;
  }

  /** The command line of its process. */
  abstract List<String> command(Bench bench, Load load) throws IOException;

  private static List<String> java(Bench bench, String module, List<String> flags)
      throws IOException {
    Path classes = bench.home().resolve(module).resolve("target");
    Path classPath = classes.resolve("classpath");
    if (!Files.exists(classPath)) {
      throw new IOException(classPath + " is absent: run mvn -q -Pbenchmark compile first");
    }

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(bench.jvmFlags());
    command.addAll(flags);
    command.add("-cp");
    command.add(classes.resolve("classes") + ":" + Files.readString(classPath).strip());
    return command;
  }

  private static List<String> opens(Bench bench) throws IOException {
    Path opens = bench.home().resolve("runners/spark/target/classes/spark-opens.txt");
    return List.of(Files.readString(opens).strip().split("\\s+"));
  }
}
