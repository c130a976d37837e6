// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTimesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE =
      "INFO  BatchLog: Micro-batch completed time=2026-11-25T12:57:23Z duration_ms=%d"
          + " delay_ms=8 jobs=2 stages=3\n";

  @TempDir Path folder;

  @Test
  void countsALineOnceItIsComplete() throws IOException {
    Path log = folder.resolve("pfss.log");
    Files.writeString(
        log,
        LINE.formatted(100)
            + "WARN  한 줄\nINFO  MergeWindows: Merging windows shard=1 windows=3\n"
            + LINE.formatted(300).substring(0, 50));
    BatchTimes times = new BatchTimes(log);

    assertThat(next(times))
        .hasToString(
            "{\"batches\":1,\"batch_ms_p50\":100,\"batch_ms_p99\":100,\"batch_ms_max\":100,"
                + "\"late_ms_max\":8,\"jobs_per_batch\":2.0,\"stages_per_batch\":3.0,\"panes\":1,\"new_consumers\":0}");

    Files.writeString(log, LINE.formatted(300).substring(50), StandardOpenOption.APPEND);
    assertThat(next(times))
        .hasToString(
            "{\"batches\":1,\"batch_ms_p50\":300,\"batch_ms_p99\":300,\"batch_ms_max\":300,"
                + "\"late_ms_max\":8,\"jobs_per_batch\":2.0,\"stages_per_batch\":3.0,\"panes\":0,\"new_consumers\":0}");
    assertThat(next(times)).hasToString("{\"batches\":0,\"panes\":0,\"new_consumers\":0}");
  }

  private static ObjectNode next(BatchTimes times) throws IOException {
    ObjectNode sample = JSON.createObjectNode();
    times.addTo(sample);
    return sample;
  }
}
