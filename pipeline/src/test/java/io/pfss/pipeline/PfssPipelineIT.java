// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.score.Scores;
import io.pfss.pipeline.sink.Sink;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PfssPipelineIT {
  @TempDir Path folder;

  /**
   * An InfluxDB that refuses the user is used, because the sink gives up at once: the test is
   * faster.
   */
  @Test
  void optionalInfluxDbDoesNotStopJob() throws Exception {
    try (InfluxServer guarded =
        InfluxServer.startAuthenticated(
            InfluxBinary.obtain(), folder.resolve("influxdb"), "pfss", "right")) {
      assertThatThrownBy(() -> assertDeadLetters(influx(guarded, "true")))
          .hasMessageContaining("refuses the user or token");
      assertDeadLetters(influx(guarded, "false"));
    }
  }

  private static void assertDeadLetters(InfluxSink sink) throws Exception {
    Sink.Writer writer = sink.open();
    writer.start();
    writer.write(
        ParsedBatch.of(List.of())
            .withScores(List.of(Scores.warning(1_700_000_000_000L, 7)), List.of()));
    assertThat(writer.flush().rejected())
        .extracting(DeadLetter::code)
        .containsExactly(ErrorCode.SINK);
  }

  /** Creates the sink from options. */
  private InfluxSink influx(InfluxServer server, String required) throws Exception {
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
    return PipelineSettings.influx(Arguments.parse(args, PfssOptions.class)).orElseThrow();
  }
}
