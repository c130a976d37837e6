// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacilityFileTest {
  @TempDir Path folder;

  @Test
  void readsCsvAsSpreadsheetsWriteIt() throws IOException {
    List<FacilityRecord> read =
        read(
            String.join(
                "\r\n",
                "\uFEFFplant_id;name;site;rated_power;normal_limit;warning_limit;in_service",
                "TR-7;\"변압기; 7\";1공장;50000;0.9;0.8;",
                "TR-8;배전반;;;;;no"),
            List.of());
    assertThat(read)
        .extracting(FacilityRecord::sensorId)
        .containsExactly(1_000_000_000L, 1_000_000_001L);
    assertThat(read.get(0).label()).isEqualTo("TR-7 변압기; 7, 1공장");
    assertThat(read.get(0).limits()).hasValue(new StateLimits(0.9, 0.8));
    assertThat(read).extracting(FacilityRecord::inService).containsExactly(true, false);

    assertThat(read(FacilityFile.csv(read), List.of())).isEqualTo(read);
    assertThat(read("plant_id,name\nTR-8,새 이름\nTR-9,셋째", read))
        .extracting(FacilityRecord::sensorId)
        .containsExactly(1_000_000_001L, 1_000_000_002L);
    assertThat(read("sensor_id,name\n1000000000,이름", read).get(0).plantId()).hasValue("TR-7");
  }

  @Test
  void aFileThatDoesNotSpeakOfServiceReinstatesNoFacility() throws IOException {
    List<FacilityRecord> known = List.of(FacilityRecord.of(7, "변압기", "").inService(false));
    assertThat(read("sensor_id,name\n7,변압기 7\n8,변압기 8", known))
        .extracting(FacilityRecord::inService)
        .containsExactly(false, true);
    assertThat(read("sensor_id,name,in_service\n7,변압기 7,true", known))
        .extracting(FacilityRecord::inService)
        .containsExactly(true);
  }

  @Test
  void namesAreOnOneLineAndFitTheCatalog() throws IOException {
    List<FacilityRecord> read =
        read("sensor_id,name,site\n1,\"변압기\n7\",\n2,b," + "가".repeat(300) + "\n ,,\n", List.of());
    assertThat(read).hasSize(2);
    assertThat(read.get(0).name()).isEqualTo("변압기 7");
    assertThat(read.get(1).site()).hasSize(200).endsWith("가…");
  }

  @Test
  void readsJson() throws IOException {
    assertThat(
            read("[{\"sensor_id\": 17, \"name\": \"변압기 17\", \"rated_power\": 50000}]", List.of()))
        .extracting(FacilityRecord::sensorId, each -> each.ratedPower().orElseThrow())
        .containsExactly(tuple(17L, 50000.0));
  }

  @Test
  void saysWhatIsWrong() {
    assertProblem("", "is empty");
    assertProblem("sensor_id,nom\n1,a", "unknown column 'nom'", "normal_limit");
    assertProblem("sensor_id,name\n1,", "has no name");
    assertProblem("name\na", "needs a sensor_id or a plant_id");
    assertProblem("sensor_id,name\nTR-7,a", "sensor_id is not an integer: TR-7");
    assertProblem("plant_id,name\n7,a", "plant_id 7 is a number");
    assertProblem("plant_id,name\ntr-7,a", "plant_id tr-7 differs from TR-7 only in upper");
    assertProblem("sensor_id,name\n1,a\n1,b", "facility 1 twice");
    assertProblem("plant_id,name\nTR\u200B-7,a", "cannot be seen");
    assertProblem("plant_id,name\n" + "가".repeat(101) + ",a", "more than 100 characters");
    for (String number : List.of("-5", "NaN", "Infinity", "오만")) {
      assertProblem(
          "sensor_id,name,rated_power\n1,a," + number, "rated_power is not a number", number);
    }

    assertProblem("sensor_id,name,normal_limit\n1,a,0.9", "both limits");
    assertProblem(
        "sensor_id,name,normal_limit,warning_limit\n1,a,0.8,0.9", "0 <= warning < normal");
    assertProblem(
        "sensor_id,name,in_service\n1,a,maybe", "in_service is neither true nor false: maybe");
    assertProblem("sensor_id,plant_id,name\n8,TR-7,a", "plant_id TR-7 is that of sensor 7");
    assertProblem("[{\"sensor_id\": {}}]", "cannot be read");
  }

  @Test
  void saysHowToSaveAnotherEncoding() throws IOException {
    Path file = folder.resolve("cp949.csv");
    Files.write(file, "sensor_id,name\n1,변압기".getBytes(Charset.forName("MS949")));
    assertThatThrownBy(() -> FacilityFile.read(file, List.of())).hasMessageContaining("CSV UTF-8");
  }

  private void assertProblem(String content, String... parts) {
    FacilityRecord known =
        new FacilityRecord(
            7,
            Optional.of("TR-7"),
            "7",
            "",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            true);
    assertThatThrownBy(() -> read(content, List.of(known)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContainingAll(parts);
  }

  private List<FacilityRecord> read(String content, List<FacilityRecord> known) throws IOException {
    return FacilityFile.read(Files.writeString(folder.resolve("facilities"), content), known);
  }
}
