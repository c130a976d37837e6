// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.simulator.generate.ReadingSource;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFilesTest {
  @TempDir Path folder;

  @Test
  void takesSensorFromNameAndTimeFromClock() throws IOException {
    write(
        "new_heat_soh_pf_17.json",
        "[{\"온도\":1,\"timestamp\":\"2020-01-01 00:00:00\"},{\"온도\":2,\"sensor_id\":3,\"label\":[0]}]");
    try (ReadingSource source = only()) {
      assertThat(source.next(1_000))
          .isEqualTo(HeatReading.builder(17, 1_000).set(Measure.TEMPERATURE, 1).build());
      assertThat(source.next(2_000))
          .isEqualTo(
              HeatReading.builder(3, 2_000)
                  .set(Measure.TEMPERATURE, 2)
                  .extra("{\"label\":[0]}")
                  .build());
    }
  }

  @Test
  void acceptsUserFieldNames() throws IOException {
    FieldNames names =
        FieldNames.read(new ByteArrayInputStream("온도=temp".getBytes(StandardCharsets.UTF_8)));
    write("a_17.json", "[{\"temp\":1}]");
    write(
        "b_18.json",
        "{\"DEVICE_ID\":\"1\",\"data\":[" + entry("temp", "1", "2022-05-01 00:00:00") + "]}");
    for (ReadingSource source : ReplayFiles.open(new ReplayFolder(folder, names))) {
      assertThat(source.next(1_000).value(Measure.TEMPERATURE)).isEqualTo(1);
      source.close();
    }
  }

  @Test
  void restartsFileAtItsEnd() throws IOException {
    write("new_heat_soh_pf_17.json", "[{\"온도\":1},{\"온도\":2}]");
    try (ReadingSource source = only()) {
      double[] temperatures = new double[5];
      for (int i = 0; i < temperatures.length; i++) {
        temperatures[i] = source.next(i + 1).value(Measure.TEMPERATURE);
      }

      assertThat(temperatures).containsExactly(1, 2, 1, 2, 1);
    }
  }

  @Test
  void readsJsonLines() throws IOException {
    write("facility_17.json", "{\"온도\":1}\n{\"온도\":2}\n");
    try (ReadingSource source = only()) {
      assertThat(source.next(1).sensorId()).isEqualTo(17);
      assertThat(source.next(2).value(Measure.TEMPERATURE)).isEqualTo(2);
      assertThat(source.next(3).value(Measure.TEMPERATURE)).isEqualTo(1);
    }
  }

  @Test
  void takesATableInPlaceOfAFolder() throws IOException {
    write("other_18.json", "[]");
    write("facility_17.csv", "온도,timestamp\n1,2020-01-01 00:00:00\n2,x\n");
    Path file = folder.resolve("facility_17.csv");
    List<ReadingSource> sources = ReplayFiles.open(new ReplayFolder(file, FieldNames.DEFAULT));
    assertThat(sources).hasSize(1);
    try (ReadingSource source = sources.get(0)) {
      assertThat(source.next(1).sensorId()).isEqualTo(17);
      assertThat(source.next(2).value(Measure.TEMPERATURE)).isEqualTo(2);
      assertThat(source.next(3).value(Measure.TEMPERATURE)).isEqualTo(1);
    }
  }

  @Test
  void pivotsLongFormatByMinute() throws IOException {
    write(
        "SourceData_1.json",
        "{\"facility\":{\"name\":\"x\"},\"DEVICE_BD_ID\":\"812\",\"data\":["
            + entry("온도", "30.5", "2022-05-01 00:00:00")
            + ","
            + entry("R상전압", "219", "2022-05-01 00:00:00")
            + ","
            + entry("R상전압", "220", "2022-05-01 00:00:00")
            + ","
            + entry("전류고조파평균", "2", "2022-05-01 00:00:00")
            + ","
            + entry("주파수", "null", "2022-05-01 00:00:00")
            + ","
            + entry("온도", "31", "2022-05-01 00:01:00")
            + "],\"DEVICE_ID\":\"factory\"}");
    try (ReadingSource source = only()) {
      assertThat(source.next(1))
          .isEqualTo(
              HeatReading.builder(812, 1)
                  .set(Measure.TEMPERATURE, 30.5)
                  .set(Measure.R_PHASE_VOLTAGE, 220)
                  .extra("{\"전류고조파평균\":2.0}")
                  .build());
      assertThat(source.next(2).value(Measure.TEMPERATURE)).isEqualTo(31);
      assertThat(source.next(3).value(Measure.TEMPERATURE)).isEqualTo(30.5);
    }
  }

  @Test
  void deviceWithoutNumberGetsStableId() throws IOException {
    String data = "\"data\":[" + entry("온도", "1", "2022-05-01 00:00:00") + "]}";
    write("a.json", "{\"DEVICE_ID\":\"D-1\",\"DEVICE_BD_ID\":\"B-1\"," + data);
    write("b.json", "{\"DEVICE_ID\":\"D-1\",\"DEVICE_BD_ID\":\"B-1\"," + data);
    write("c.json", "{\"DEVICE_ID\":\"D-1\",\"DEVICE_BD_ID\":\"B-2\"," + data);
    List<ReadingSource> sources = open();
    long a = sources.get(0).next(1).sensorId();

    assertThat(a).isPositive();
    assertThat(sources.get(1).next(1).sensorId()).isEqualTo(a);
    assertThat(sources.get(2).next(1).sensorId()).isNotEqualTo(a);
    for (ReadingSource source : sources) {
      source.close();
    }
  }

  /** 200 MB of readings would not fit into the heap. */
  @Test
  void streamsLargeFile() throws IOException {
    Path file = folder.resolve("new_heat_soh_pf_1.json");
    String filler = " ".repeat(100_000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write('[');
      for (int i = 0; i < 2_000; i++) {
        out.write((i == 0 ? "" : ",") + "{\"온도\":" + i + filler + "}");
      }

      out.write(']');
    }

    long before = usedHeap();
    try (ReadingSource source = only()) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(source.next(i + 1).value(Measure.TEMPERATURE)).isEqualTo(i);
      }

      assertThat(usedHeap() - before).isLessThan(Files.size(file) / 10);
    }
  }

  @Test
  void messageNamesFileThatCannotBeReplayed() throws IOException {
    assertThatThrownBy(() -> open()).hasMessageContaining("no file that ends");
    write("x.json", "17");
    assertThatThrownBy(() -> open())
        .hasMessageContaining("x.json cannot be replayed: it is neither");
    write("x.json", "{\"data\":[]}");
    assertThatThrownBy(() -> open()).hasMessageContaining("DEVICE_ID");
    write("x.json", "sensor_id,timestamp");
    assertThatThrownBy(() -> open()).hasMessageContaining("x.json cannot be replayed: Unrec");
    Files.write(folder.resolve("x.json"), new byte[] {0, 0, -1, -2, '{', '}'});
    assertThatThrownBy(() -> open()).hasMessageContaining("x.json cannot be replayed: Unsupported");
    write("x.json", "[]");
    assertThatThrownBy(() -> only().next(1)).hasMessageContaining("has no readings");
    write("x.json", "[{\"온도\":1},{\"온도\":\"hot\"}]");
    try (ReadingSource source = only()) {
      source.next(1);
      assertThatThrownBy(() -> source.next(2))
          .hasMessageContaining("near line 1")
          .hasMessageContaining("온도 is not a number: hot");
    }
  }

  private List<ReadingSource> open() throws IOException {
    return ReplayFiles.open(new ReplayFolder(folder, FieldNames.DEFAULT));
  }

  private ReadingSource only() throws IOException {
    List<ReadingSource> sources = open();
    assertThat(sources).hasSize(1);
    return sources.get(0);
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }

  private static String entry(String item, String value, String minute) {
    return "{\"ITEM_NAME\":\"%s\",\"ITEM_VALUE\":%s,\"TIMESTAMP\":\"%s\",\"LABEL_NAME\":\"정상\"}"
        .formatted(item, value, minute);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
