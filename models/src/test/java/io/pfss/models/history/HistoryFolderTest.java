// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.FieldNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFolderTest {
  private static final Instant LATEST = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void returnsLabelsOfOriginalFiles() throws IOException {
    write(
        "label.json",
        "{\"DEVICE_BD_ID\":\"812\",\"data\":["
            + entry("온도", "2022-05-01 00:00:00", "\"정상\"")
            + ","
            + entry("주파수", "2022-05-01 00:00:00", "null")
            + ","
            + entry(
                "온도",
                "2022-05-01 00:01:00",
                "\"역률평균_" + Normalizer.normalize("경고", Normalizer.Form.NFD) + "\"")
            + ","
            + entry("온도", "2022-05-01 00:02:00", "\"?\"")
            + ","
            + entry("온도", "2022-05-01 00:03:00", "{\"a\":[1]}")
            + "]}");

    assertThat(read())
        .containsExactly(
            "812 Optional[NORMAL]",
            "812 Optional[WARNING]",
            "812 Optional.empty",
            "812 Optional.empty");
  }

  @Test
  void sortsFilesByTheirFirstReading() throws IOException {
    write("a_1.json", "\uFEFF[{\"온도\":1,\"timestamp\":300},{\"온도\":1,\"timestamp\":400}]");
    write("b_2.jsonl", "{\"온도\":1,\"timestamp\":100}\n{\"온도\":1,\"timestamp\":200}\n");
    write("more/c_3.json", "[{\"온도\":1,\"timestamp\":200}]");

    write("d_4.csv", "timestamp,온도\n150,1\n");

    assertThat(read())
        .containsExactly(
            "2 Optional.empty",
            "2 Optional.empty",
            "4 Optional.empty",
            "3 Optional.empty",
            "1 Optional.empty",
            "1 Optional.empty");
  }

  @Test
  void countsInvalidEntries() throws IOException {
    write("a_1.json", "[{\"timestamp\":\"soon\"},{\"온도\":1,\"timestamp\":400},17]");
    List<String> readings = new ArrayList<>();

    long invalid =
        HistoryFolder.of(List.of(folder), FieldNames.DEFAULT, LATEST)
            .read((reading, state) -> readings.add("one"));

    assertThat(readings).hasSize(1);
    assertThat(invalid).isEqualTo(2);
  }

  @Test
  void messageNamesUnreadableFile() throws IOException {
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + " has no file that ends with .json, .jsonl, .csv or .tsv");
    write("broken_1.json", "[{\"온도\":1,\"timestamp\":1},");
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken_1.json cannot be read: ");
    Files.delete(folder.resolve("broken_1.json"));
    Files.write(folder.resolve("odd_2.json"), new byte[] {0, 0, -1, -2, '{', '}'});
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd_2.json cannot be read: Unsupported UCS-4");
  }

  @Test
  void takesAFileInPlaceOfAFolder() throws IOException {
    write("a_1.json", "[{\"온도\":1,\"timestamp\":300}]");
    write("b_2.json", "[{\"온도\":1,\"timestamp\":300}]");

    assertThat(
            HistoryFolder.of(List.of(folder.resolve("b_2.json")), FieldNames.DEFAULT, LATEST)
                .size())
        .isEqualTo(1);
  }

  private List<String> read() throws IOException {
    List<String> readings = new ArrayList<>();
    HistoryFolder.of(List.of(folder), FieldNames.DEFAULT, LATEST)
        .read((reading, state) -> readings.add(reading.sensorId() + " " + state));
    return readings;
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String entry(String item, String time, String label) {
    return "{\"ITEM_NAME\":\"%s\",\"ITEM_VALUE\":1,\"TIMESTAMP\":\"%s\",\"LABEL_NAME\":%s}"
        .formatted(item, time, label);
  }
}
