// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorLabelsTest {
  @TempDir Path folder;

  @Test
  void periodIncludesStartAndExcludesEnd() throws IOException {
    OperatorLabels labels =
        read(
            "\uFEFFsensor_id,from,to,state",
            "17,2026-03-01T09:00+09:00,2026-03-01T12:00+09:00,주의",
            "",
            "17,2026-03-01T03:00:00Z,2026-03-01T04:00:00Z, warning");

    assertThat(state(labels, 17, "2026-02-28T23:59:59Z")).isEmpty();
    assertThat(state(labels, 17, "2026-03-01T00:00:00Z")).contains(SohState.CAUTION);
    assertThat(state(labels, 17, "2026-03-01T02:59:59Z")).contains(SohState.CAUTION);
    assertThat(state(labels, 17, "2026-03-01T03:00:00Z")).contains(SohState.WARNING);
    assertThat(state(labels, 17, "2026-03-01T04:00:00Z")).isEmpty();
    assertThat(state(labels, 18, "2026-03-01T00:00:00Z")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17,2026-03-01T00:00Z,주의                      | expected the fields",
        "17,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,주의 | its end is not after its start",
        "17,2026-03-01,2026-03-02,주의                  | '2026-03-01' could not be parsed",
        "x,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,주의  | \"x\"",
        "17,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,bad  | 'bad' is not a state",
        "1,2026-01-01T01:00:00Z,2026-01-01T03:00:00Z,주의  | its period overlaps another",
      })
  void messageNamesInvalidLine(String line, String problem) {
    assertThatThrownBy(() -> read("1,2026-01-01T00:00:00Z,2026-01-01T02:00:00Z,정상", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels.csv, line 2: ")
        .hasMessageContaining(problem);
  }

  private OperatorLabels read(String... lines) throws IOException {
    return OperatorLabels.read(
        Files.writeString(folder.resolve("labels.csv"), String.join("\n", lines)));
  }

  private static Optional<SohState> state(OperatorLabels labels, long facility, String time) {
    return labels.stateOf(
        HeatReading.builder(facility, Instant.parse(time).toEpochMilli()).build());
  }
}
