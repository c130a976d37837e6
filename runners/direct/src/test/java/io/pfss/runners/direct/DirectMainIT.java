package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.runners.e2e.MainJobChecks;
import io.pfss.runners.e2e.MainJobProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectMainIT {
  @TempDir Path folder;

  @Test
  void countsAgreeWhateverTheSensorsSend() throws Exception {
    MainJobChecks.countsAgreeWhateverTheSensorsSend(folder, DirectMain.class, List.of());
  }

  @Test
  void sigtermLosesNothing() throws Exception {
    MainJobChecks.sigtermLosesNothing(folder, DirectMain.class, List.of());
  }

  @Test
  void helpListsTheOptions() throws Exception {
    try (MainJobProcess job = MainJobProcess.start(folder, DirectMain.class, List.of(), "--help")) {
      assertThat(job.exitStatus(Duration.ofMinutes(1))).isZero();
      assertThat(job.output())
          .contains("--bootstrapServers", "--faults", "--window", "--influxUrl");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--window=7s              | A window of 7.0 s does not divide an hour",
        "--windows=5s             | missing a property named 'windows'",
        "--sensors=many           | many",
        "--faults=slow=1          | There is no fault 'slow'",
        "--replay=/nowhere        | /nowhere cannot be replayed: there is no such folder",
        "--model=/nowhere         | model.json is not there",
        "--drainTimeout=soon      | --drainTimeout=soon is no duration",
        "--bootstrapServers=127.0.0.1:1 --embeddedInflux=false | Kafka at 127.0.0.1:1",
      })
  void aMistakeIsToldInOneLine(String arguments, String message) throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(folder, DirectMain.class, List.of(), arguments.split(" "))) {
      assertThat(job.exitStatus(Duration.ofMinutes(2))).as(job.output()).isEqualTo(2);
      assertThat(job.output())
          .contains("pfss: ")
          .contains(message)
          .doesNotContain("\tat ")
          .doesNotContain("Exception");
    }
  }
}
