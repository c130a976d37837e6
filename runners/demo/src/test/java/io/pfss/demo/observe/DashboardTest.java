// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
  private final Dashboard plain = new Dashboard(0, Optional.empty());

  @Test
  void showsTheRunAndItsSensors() {
    assertThat(text(plain.lines(Snapshots.typical(), TerminalView.DEFAULT_SIZE)))
        .isEqualTo(
            """
            PFSS              1:02:03
            Readings            1,239  +15.0/s
            Scored              1,235  +15.0/s
              정상 normal 1,100  주의 caution 100  경고 warning 30  not scorable 5
            Dead letters            4  MALFORMED 3, SCHEMA 1
            InfluxDB            1,234 points
            Parquet             1,235 rows in 3 files
            Latency        p50 120 ms, p99 1,450 ms

              Sensor  State              pf       Age    Risk     kvar  Temp C    R pf
                   7  경고 warning    0.523   0:00:07     7 %      5.2    41.3   0.513
                  12  주의 caution    0.710   0:00:12    12 %      7.1    -3.0   0.700
                   1  정상 normal     0.988   0:00:01     1 %      9.9       -   0.978
            """);
  }

  @Test
  void omitsColumnsOnANarrowTerminal() {
    assertThat(text(plain.lines(Snapshots.typical(), new Size(42, 24))))
        .isEqualTo(
            """
            PFSS              1:02:03
            Readings            1,239  +15.0/s
            Scored              1,235  +15.0/s
              정상 1,100  주의 100  경고 30  not scor…
            Dead letters            4  MALFORMED 3, S…
            InfluxDB            1,234 points
            Parquet             1,235 rows in 3 files
            Latency        p50 120 ms, p99 1,450 ms

              Sensor  State              pf       Age
                   7  경고 warning    0.523   0:00:07
                  12  주의 caution    0.710   0:00:12
                   1  정상 normal     0.988   0:00:01
            """);
  }

  @Test
  void showsProblems() {
    assertThat(text(plain.lines(Snapshots.troubled(), new Size(100, 24))))
        .isEqualTo(
            """
            PFSS              1:02:03
            Readings            1,239  +15.0/s
            Scored              1,235  +15.0/s
              정상 normal 1,100  주의 caution 100  경고 warning 30  not scorable 5
                                   40  more readings from before the run
                                    7  duplicates, not counted
                                    2  invalid output records
            Dead letters            4  MALFORMED 3, SCHE?[2JMA 1  and 6 refused by a sink
            InfluxDB               no points
            Parquet                no rows
            Latency        p50 120 ms, p99 1,450 ms
            ! InfluxDB: no answer within 5000 ms

              Sensor  State              pf       Age    Risk     kvar  Temp C    R pf    S pf    T pf
                   3  not scorable        -   0:10:00       -        -       -   0.500       -  -0.250
            """);
  }

  @Test
  void showsNoTableBeforeTheFirstSensor() {
    assertThat(plain.lines(Snapshots.empty(), TerminalView.DEFAULT_SIZE))
        .hasSize(8)
        .endsWith("Latency        none yet");
  }

  @Test
  void showsTwentySensorsAndTheNumberOfOthers() {
    List<String> lines = plain.lines(Snapshots.withSensors(1_074), new Size(80, 100));

    assertThat(lines).hasSize(8 + 2 + 20 + 1).last().isEqualTo("… and 1,054 more");
  }

  @Test
  void leavesOneRowForTheCursor() {
    List<String> lines = plain.lines(Snapshots.withSensors(20), new Size(80, 16));

    assertThat(lines).hasSize(15).last().isEqualTo("… and 16 more");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 33, 40, 64, 79, 80, 200})
  void fitsTheTerminal(int side) {
    for (SinkSnapshot snapshot :
        List.of(Snapshots.typical(), Snapshots.troubled(), Snapshots.withSensors(30))) {
      List<String> lines = plain.lines(snapshot, new Size(side, side));

      assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, side - 1));
      assertThat(lines)
          .allSatisfy(line -> assertThat(Wording.cells(line)).isLessThanOrEqualTo(side));
    }
  }

  @Test
  void coloursTheStates() {
    Dashboard coloured = new Dashboard(Dashboard.COLOURS, Optional.empty());
    assertThat(coloured.lines(Snapshots.typical(), TerminalView.DEFAULT_SIZE))
        .contains(
            "       7  \u001B[31m경고 warning \u001B[0m   0.523   0:00:07     7 %      5.2    41.3   0.513",
            "      12  \u001B[33m주의 caution \u001B[0m   0.710   0:00:12    12 %      7.1    -3.0   0.700",
            "       1  \u001B[32m정상 normal  \u001B[0m   0.988   0:00:01     1 %      9.9       -   0.978");
  }

  @Test
  void writesOneLineForALog() {
    assertThat(plain.line(Snapshots.typical()))
        .isEqualTo(
            "1:02:03  Readings 1,239 +15.0/s  Scored 1,235 +15.0/s  정상 normal 1,100 주의 caution 100"
                + " 경고 warning 30 not scorable 5  Dead letters 4 MALFORMED 3, SCHEMA 1"
                + "  InfluxDB 1,234 points  Parquet 1,235 rows in 3 files"
                + "  Latency p50 120 ms, p99 1,450 ms");
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void showsThePageAddressInTheFirstLine() {
    Dashboard dashboard = new Dashboard(0, Optional.of(URI.create("http://127.0.0.1:4242")));
    assertThat(dashboard.lines(Snapshots.typical(), TerminalView.DEFAULT_SIZE).get(0))
        .endsWith("  http://127.0.0.1:4242");
  }
}
