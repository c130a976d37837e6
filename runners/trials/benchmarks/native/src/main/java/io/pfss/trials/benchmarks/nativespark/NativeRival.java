// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs PFSS's job as two queries of Spark Structured Streaming. */
@Command(
    name = "native-rival",
    description = "PFSS's job in native Spark Structured Streaming, for comparison.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class NativeRival implements Callable<Integer> {
  @Option(
      names = "--bootstrap-servers",
      description = "Addresses of the brokers.",
      defaultValue = "localhost:9092")
  private String bootstrapServers;

  @Option(names = "--score-topic", description = "Topic of the scores.", defaultValue = "heat_pf")
  private String scoreTopic;

  @Option(names = "--warehouse", description = "Folder of the Parquet files.", required = true)
  private String warehouse;

  @Option(names = "--checkpoints", description = "Folder of the checkpoints.", required = true)
  private String checkpoints;

  @Option(
      names = "--influx-url",
      description = "Address of InfluxDB 1.x; empty: none.",
      defaultValue = "")
  private String influxUrl;

  @Option(names = "--model", description = "Folder of the saved model.", required = true)
  private String model;

  @Option(
      names = "--continuous",
      description = "Run until SIGTERM; else process the present records of the topic and exit.")
  private boolean continuous;

  private NativeRival() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new NativeRival())
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  problem.printStackTrace(command.getErr());
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, StreamingQueryException, TimeoutException {
    try (SparkSession spark = Sessions.start("native-rival")) {
      Optional<InfluxPoints> influx =
          influxUrl.isEmpty()
              ? Optional.empty()
              : Optional.of(new InfluxPoints(influxUrl, "heat_pf"));
      if (influx.isPresent()) {
        influx.get().createAbsentDatabase();
      }

      HeatStream source = new HeatStream(bootstrapServers, "heat");
      ScoreQuery scores =
          new ScoreQuery(
              source, scoreTopic, influx, PipelineModel.load(model), checkpointOf("scores"));
      WarehouseQuery rows = new WarehouseQuery(source, warehouse, checkpointOf("warehouse"));
      Trigger trigger = continuous ? Trigger.ProcessingTime(0) : Trigger.AvailableNow();
      List<StreamingQuery> queries =
          List.of(scores.start(spark, trigger), rows.start(spark, trigger));
      GracefulStop.atShutdown(queries);
      System.out.println("The queries run");
      // Throws at once if either fails.
      spark.streams().awaitAnyTermination();
      for (StreamingQuery query : queries) {
        query.awaitTermination();
      }
    }

    return 0;
  }

  private String checkpointOf(String query) {
    return checkpoints + "/" + query;
  }
}
