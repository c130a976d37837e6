package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.influx.WriteInflux;
import io.pfss.pipeline.score.Scores;
import io.pfss.runners.stack.InfluxBinary;
import io.pfss.runners.stack.InfluxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PfssPipelineIT {
  @TempDir Path folder;

  /** An InfluxDB that refuses the writer is not waited for either, which saves time here. */
  @Test
  void anInfluxDbThatIsNotRequiredStopsNothing() throws Exception {
    try (InfluxServer guarded =
        InfluxServer.startAuthenticated(
            InfluxBinary.obtain(), folder.resolve("influxdb"), "pfss", "right")) {
      assertThatThrownBy(() -> assertDeadLetters(writeInflux(guarded, "true")))
          .hasMessageContaining("refuses the user or token");
      assertDeadLetters(writeInflux(guarded, "false"));
    }
  }

  private static void assertDeadLetters(WriteInflux write) {
    ReadingBatch batch =
        ReadingBatch.of(List.of(), List.of())
            .withScores(List.of(Scores.warning(1_700_000_000_000L, 7)), List.of());
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<ReadingBatch> written =
        pipeline.apply(Create.of(batch).withCoder(ReadingBatchCoder.of())).apply(write);
    PAssert.that(written)
        .satisfies(
            batches -> {
              List<DeadLetter> letters = new ArrayList<>();
              batches.forEach(each -> letters.addAll(each.deadLetters()));
              assertThat(letters).extracting(DeadLetter::code).containsExactly(ErrorCode.SINK);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** The step as the options make it. */
  private WriteInflux writeInflux(InfluxServer server, String required) throws Exception {
    Path home = Path.of(System.getProperty("pfss.home"));
    Path password = Files.writeString(folder.resolve("password"), "wrong");
    String[] args = {
      "--bootstrapServers=localhost:9092",
      "--warehouse=" + folder.resolve("warehouse"),
      "--model=" + home.resolve("models/heat-forest/1"),
      "--influxUrl=" + server.url(),
      "--influxUser=pfss",
      "--influxPasswordFile=" + password,
      "--influxRequired=" + required
    };
    List<WriteInflux> steps = new ArrayList<>();
    PfssPipeline.create(Arguments.parse(args, PfssOptions.class), 1)
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                if (node.getTransform() instanceof WriteInflux write) {
                  steps.add(write);
                }

                return CompositeBehavior.ENTER_TRANSFORM;
              }
            });
    return steps.get(0);
  }
}
