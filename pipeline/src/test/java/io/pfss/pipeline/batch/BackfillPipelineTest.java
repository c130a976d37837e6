// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.history.HistoryFormats;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.reading.PlantIds;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.warehouse.HistoryOffset;
import io.pfss.pipeline.warehouse.ReadWarehouse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillPipelineTest {
  private static final long WRITTEN = Instant.parse("2024-01-02T03:04:05Z").toEpochMilli();
  private static final long KOREAN_MAY = Instant.parse("2022-04-30T15:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private Path files;
  private Path rejected;
  private CatalogSettings catalog;
  private FieldNames names = FieldNames.DEFAULT;

  @BeforeEach
  void makeFolder() throws IOException {
    files = Files.createDirectory(folder.resolve("files [1] 50%#{a}?*"));
    rejected = folder.resolve("rejected ?#");
    catalog = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
  }

  @Test
  void loadsEveryFormatWithEventTimes() throws Exception {
    Path wide =
        write(
            "new_heat_soh_pf_17.json",
            "[{\"온도\":1.5,\"timestamp\":1651330800.25},"
                + "{\"온도\":2,\"sensor_id\":3,\"timestamp\":\"2022-05-01 01:00:00\"}]");
    Path lines =
        write(
            "more.jsonl",
            """
            {"R상전류":4,"sensor_id":5,"timestamp":1651330801}
            {"온도":6,"sensor_id":5,"timestamp":1651330802}
            """);
    Path original =
        write(
            "SourceData_1.json",
            "{\"DEVICE_BD_ID\":\"812\",\"data\":["
                + entry("온도", "30.5", "2022-05-01 00:00:00")
                + ","
                + entry("R상전류", "220", "2022-05-01 00:00:00")
                + ","
                + entry("온도", "31", "2022-05-01 00:01:00")
                + "]}");

    backfill();

    assertWarehouse(
        reading(wide, 0, 17, KOREAN_MAY + 250, Measure.TEMPERATURE, 1.5),
        reading(wide, 1, 3, KOREAN_MAY + 3_600_000, Measure.TEMPERATURE, 2),
        reading(lines, 0, 5, KOREAN_MAY + 1_000, Measure.R_CURRENT, 4),
        reading(lines, 1, 5, KOREAN_MAY + 2_000, Measure.TEMPERATURE, 6),
        new ReceivedReading(
            HeatReading.builder(812, KOREAN_MAY)
                .set(Measure.TEMPERATURE, 30.5)
                .set(Measure.R_CURRENT, 220)
                .build(),
            HistoryOffset.of(sha256(original, sensorInName(original)), 0),
            WRITTEN,
            Optional.of(SohState.NORMAL)),
        new ReceivedReading(
            HeatReading.builder(812, KOREAN_MAY + 60_000).set(Measure.TEMPERATURE, 31).build(),
            HistoryOffset.of(sha256(original, sensorInName(original)), 1),
            WRITTEN,
            Optional.of(SohState.NORMAL)));
    assertThat(outcomes()).extracting(FileOutcome::readings).containsExactly(2L, 2L, 2L);
    assertThat(rejected()).containsExactly("_files.jsonl");
  }

  @Test
  void storesReadingsLoadedTwiceOnce() throws Exception {
    Path file = write("a_1.json", "[{\"온도\":1,\"timestamp\":1},{\"온도\":1,\"timestamp\":1}]");
    backfill();
    backfill();
    Files.copy(file, files.resolve("copy_1.json"));
    backfill();

    assertWarehouse(
        reading(file, 0, 1, 1_000, Measure.TEMPERATURE, 1),
        reading(file, 1, 1, 1_000, Measure.TEMPERATURE, 1));
    assertThat(WarehouseCatalog.of(catalog).readings().snapshots()).hasSize(1);
  }

  @Test
  void loadsEqualFilesOfTwoFacilities() throws Exception {
    String same = "[{\"온도\":1,\"timestamp\":1}]";
    Path first = write("a_1.json", same);
    Path second = write("a_2.json", same);
    backfill();

    assertWarehouse(
        reading(first, 0, 1, 1_000, Measure.TEMPERATURE, 1),
        reading(second, 0, 2, 1_000, Measure.TEMPERATURE, 1));
  }

  @Test
  void loadsSubfoldersExceptRejectedEntries() throws Exception {
    Files.createDirectory(files.resolve("2024"));
    Path below = write("2024/a.json", "[{\"온도\":1,\"timestamp\":1,\"sensor_id\":7},1]");
    rejected = files.resolve("rejected");
    backfill();
    backfill(files, files.resolve("2024"));

    assertWarehouse(reading(below, 0, 7, 1_000, Measure.TEMPERATURE, 1));
    assertThat(outcomes()).extracting(FileOutcome::file).containsExactly(below.toString());
  }

  @Test
  void rejectsReadingMoreThanADayAhead() throws Exception {
    long time = Instant.now().plus(Duration.ofDays(2)).getEpochSecond();
    write("a.json", "[{\"온도\":1,\"timestamp\":" + time + ",\"sensor_id\":7}]");
    backfill();

    assertThat(outcomes()).extracting(FileOutcome::rejected).containsExactly(1L);
    assertThat(rejected.resolve("a.json.jsonl")).content().contains("\"error\":\"OUT_OF_RANGE\"");
  }

  @Test
  void writesInvalidEntryWithReasonAndLoadsRest() throws Exception {
    Path file =
        write(
            "a.json",
            """
            [{"온도":1,"timestamp":1,"sensor_id":7},
            {"온도":"hot","timestamp":2,"sensor_id":7},
            {"온도":3,"timestamp":3},{"온도":4,"timestamp":4,"sensor_id":7}]\
            """);
    backfill();

    assertWarehouse(
        reading(file, 0, 7, 1_000, Measure.TEMPERATURE, 1),
        reading(file, 3, 7, 4_000, Measure.TEMPERATURE, 4));
    assertThat(outcomes())
        .containsExactly(new FileOutcome(file.toString(), 2, 2, "a.json.jsonl", ""));
    assertThat(rejected.resolve("a.json.jsonl"))
        .content()
        .isEqualTo(
            """
            {"line":2,"column":1,"error":"SCHEMA","reason":"온도 is not a number: hot",\
            "entry":"{\\"온도\\":\\"hot\\",\\"timestamp\\":2,\\"sensor_id\\":7}"}
            {"line":3,"column":1,"error":"SCHEMA","reason":"sensor_id is missing",\
            "entry":"{\\"온도\\":3,\\"timestamp\\":3}"}
            """);

    write("a.json", "[{\"온도\":1,\"timestamp\":1,\"sensor_id\":7}]");
    backfill();
    assertThat(rejected()).containsExactly("_files.jsonl");
  }

  @Test
  void reportsInvalidJsonAndLoadsOtherFiles() throws Exception {
    Path none = write("a.json", "sensor_id,timestamp");
    Path broken = write("b.json", "[{\"온도\":1,\"timestamp\":1,\"sensor_id\":7},{\"온");
    Path empty = write("c.json", "");
    Path good = write("d.json", "[{\"온도\":1,\"timestamp\":1,\"sensor_id\":7}]");
    backfill();

    assertWarehouse(
        reading(broken, 0, 7, 1_000, Measure.TEMPERATURE, 1),
        reading(good, 0, 7, 1_000, Measure.TEMPERATURE, 1));
    List<FileOutcome> outcomes = outcomes();
    assertThat(outcomes)
        .extracting(FileOutcome::file)
        .containsExactly(none.toString(), broken.toString(), empty.toString(), good.toString());
    assertThat(outcomes.get(0).problem()).startsWith("invalid JSON at line 1, column 1");
    assertThat(outcomes.get(1).problem()).startsWith("invalid JSON at line 1, column ");
    assertThat(outcomes.get(2).problem()).isEqualTo("it is neither a JSON array nor an object");
    assertThat(outcomes.get(3).readToItsEnd()).isTrue();
  }

  @Test
  void reportsUnreadableFileAndLoadsOthers() throws Exception {
    Path odd = files.resolve("u-odd-ucs4_17.json");
    Files.write(odd, new byte[] {0, 0, -1, -2, '{', '}'});
    Path good = write("d.json", "[{\"온도\":1,\"timestamp\":1,\"sensor_id\":7}]");
    backfill();

    assertWarehouse(reading(good, 0, 7, 1_000, Measure.TEMPERATURE, 1));
    assertThat(outcomes().get(1).file()).isEqualTo(odd.toString());
    assertThat(outcomes().get(1).problem())
        .startsWith("the file cannot be read: Unsupported UCS-4 endianness");
  }

  @Test
  void mapsFieldNamesAndStoresUnknownFields() throws Exception {
    names = FieldNames.read(new ByteArrayInputStream("온도=temp".getBytes(StandardCharsets.UTF_8)));
    Path file =
        write("a_7.json", "[{\"temp\":1,\"습도\":40,\"timestamp\":1},{\"x\":1,\"timestamp\":2}]");
    backfill();

    assertWarehouse(
        new ReceivedReading(
            HeatReading.builder(7, 1_000).set(Measure.TEMPERATURE, 1).extra("{\"습도\":40}").build(),
            HistoryOffset.of(sha256(file, sensorInName(file)), 0),
            WRITTEN));
    assertThat(rejected.resolve("a_7.json.jsonl"))
        .content()
        .contains("None of the 23 measures is present; unknown fields: x");
  }

  @Test
  void loadsTables() throws Exception {
    names = FieldNames.read(new ByteArrayInputStream("온도=temp".getBytes(StandardCharsets.UTF_8)));
    Path commas =
        write(
            "a_7.csv",
            """
            \uFEFFsensor_id,timestamp,temp,r_current,note
            7,1651330800.25,1.5,"2",ok

            8,"2022-05-01 01:00:00",,-3e1,
            7,1,2
            7,2,hot,2,
            """);
    Path tabs = write("b_9.tsv", "timestamp\t온도\r\n1651330801\t4\r\n");
    Path headless = write("c.csv", "7,1651330800,1.5\n");
    Path twice = write("d.csv", "온도;온도\n1;2\n");
    Path windows =
        Files.write(files.resolve("e.csv"), "온도\n1\n".getBytes(Charset.forName("MS949")));
    backfill(commas, tabs, headless, twice, windows);

    assertWarehouse(
        new ReceivedReading(
            HeatReading.builder(7, KOREAN_MAY + 250)
                .set(Measure.TEMPERATURE, 1.5)
                .set(Measure.R_CURRENT, 2)
                .extra("{\"note\":\"ok\"}")
                .build(),
            HistoryOffset.of(sha256(commas, sensorInName(commas)), 0),
            WRITTEN),
        new ReceivedReading(
            HeatReading.builder(8, KOREAN_MAY + 3_600_000)
                .set(Measure.R_CURRENT, -30)
                .extra("{\"note\":null}")
                .build(),
            HistoryOffset.of(sha256(commas, sensorInName(commas)), 1),
            WRITTEN),
        reading(tabs, 0, 9, KOREAN_MAY + 1_000, Measure.TEMPERATURE, 4));
    assertThat(rejected.resolve("a_7.csv.jsonl"))
        .content()
        .contains("{\"line\":5,\"column\":1,\"error\":\"SCHEMA\"")
        .contains("the row has 3 cells, and the first line 5")
        .contains("temp is not a number: hot");
    assertThat(outcomes().get(2).problem())
        .isEqualTo("its first line names none of the 23 measures: [7, 1651330800, 1.5]");
    assertThat(outcomes().get(3).problem()).isEqualTo("its first line has a name twice: [온도, 온도]");
    assertThat(outcomes().get(4).problem()).endsWith("Save it in UTF-8");

    List<FileCheck> checks =
        FileCheck.all(List.of(files.toString()), rejected.toString(), names, PlantIds.NONE);
    assertThat(checks).extracting(FileCheck::readings).containsExactly(2L, 1L, 0L, 0L, 0L);
    assertThat(checks.get(0).firstMillis()).isEqualTo(KOREAN_MAY + 250);
    assertThat(checks.get(0).lastMillis()).isEqualTo(KOREAN_MAY + 3_600_000);
    assertThat(checks.get(0).rejected()).isEqualTo(2);
    assertThat(checks.get(0).firstRejected())
        .isEqualTo("line 5: the row has 3 cells, and the first line 5");
    assertThat(checks.get(2).problem()).isEqualTo(outcomes().get(2).problem());
  }

  @Test
  void knowsTheIdsOfThePlant() throws Exception {
    OptionalDouble none = OptionalDouble.empty();
    WarehouseCatalog.prepare(catalog, folder.resolve("warehouse").toString())
        .database()
        .facilities()
        .replace(
            List.of(
                new FacilityRecord(
                    5, Optional.of("TR-5"), "5", "", none, none, none, none, none, true)));
    write("a.csv", "sensor_id,timestamp,온도\nTR-5,1651330800,1\nTR-6,1651330801,1\n");

    backfill();

    assertThat(outcomes()).extracting(FileOutcome::readings).containsExactly(1L);
    assertThat(outcomes()).extracting(FileOutcome::rejected).containsExactly(1L);
  }

  @Test
  void separatesRejectedEntriesOfEqualFileNames() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    write("a.json", "[1]");
    Files.writeString(other.resolve("a.json"), "[2]");
    backfill(files, other);

    assertThat(rejected()).containsExactly("_files.jsonl", "a.json-2.jsonl", "a.json.jsonl");
  }

  @Test
  void refusesFolderWithoutFilesBeforeRun() {
    assertThatThrownBy(this::backfill)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            files + " does not exist or has no file that ends with .json, .jsonl, .csv or .tsv");
    assertThatThrownBy(() -> backfill(folder.resolve("nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }

  private Path write(String name, String json) throws IOException {
    Path file = Files.writeString(files.resolve(name), json);
    Files.setLastModifiedTime(file, FileTime.fromMillis(WRITTEN));
    return file;
  }

  private void backfill() {
    backfill(files);
  }

  private void backfill(Path... folders) {
    BackfillSettings settings =
        new BackfillSettings(
            catalog,
            folder.resolve("warehouse").toString(),
            Stream.of(folders).map(Path::toString).toList(),
            rejected.toString(),
            names);
    Pipeline pipeline = Pipeline.create();
    BackfillPipeline.addTo(pipeline, settings);
    pipeline.run().waitUntilFinish();
  }

  private List<FileOutcome> outcomes() throws IOException {
    return FileOutcome.readAll(rejected.toString());
  }

  private List<String> rejected() throws IOException {
    try (Stream<Path> found = Files.list(rejected)) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertWarehouse(ReceivedReading... expected) {
    Instant from = Instant.EPOCH;
    Instant to = Instant.parse("2030-01-01T00:00:00Z");
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PAssert.that(
            pipeline
                .apply(ReadWarehouse.of(WarehouseCatalog.of(catalog).readings(), from, to))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(ReceivedReading.class))
                        .via(ParsedBatch::readings))
                .setCoder(ReceivedReadingCoder.of()))
        .containsInAnyOrder(List.of(expected));
    pipeline.run().waitUntilFinish();
  }

  private static ReceivedReading reading(
      Path file, long index, long sensorId, long timeMillis, Measure measure, double value)
      throws Exception {
    return new ReceivedReading(
        HeatReading.builder(sensorId, timeMillis).set(measure, value).build(),
        HistoryOffset.of(sha256(file, sensorInName(file)), index),
        WRITTEN);
  }

  private static OptionalLong sensorInName(Path file) {
    return HistoryFormats.sensorInName(file.getFileName().toString());
  }

  private static byte[] sha256(Path file, OptionalLong sensorInName) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    if (sensorInName.isPresent()) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sensorInName.getAsLong()));
    }

    return digest.digest(Files.readAllBytes(file));
  }

  private static String entry(String item, String value, String minute) {
    return "{\"ITEM_NAME\":\"%s\",\"ITEM_VALUE\":%s,\"TIMESTAMP\":\"%s\",\"LABEL_NAME\":\"정상\"}"
        .formatted(item, value, minute);
  }
}
