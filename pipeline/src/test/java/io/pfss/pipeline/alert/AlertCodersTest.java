// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.outlook.Outlook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class AlertCodersTest {
  private static final Alert CHANGE =
      new Alert(
          AlertKind.STATE,
          7,
          1_700_000_000_250L,
          Optional.of(SohState.WARNING),
          Optional.of(SohState.NORMAL),
          1_699_999_990_250L,
          0.5,
          1_699_999_990_250L,
          0,
          Outlook.unknown(7));
  private static final Alert SILENCE =
      new Alert(
          AlertKind.SILENT,
          -7,
          1_000,
          Optional.of(SohState.CAUTION),
          Optional.empty(),
          2_000,
          Double.NaN,
          500,
          0,
          Outlook.unknown(-7));
  private static final Alert APPEARANCE =
      new Alert(
          AlertKind.APPEARED,
          7,
          1_000,
          Optional.empty(),
          Optional.empty(),
          500,
          0.25,
          0,
          900,
          Outlook.unknown(7));

  private static final Outlook OUTLOOK =
      new Outlook(7, 60_000, 0.7, "주의", 0.75, List.of(RiskInput.PF_NOW), 12.5, 20, 30, 4, "S", "3");

  @Test
  void alertsSurviveEncoding() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(Alert.class), CHANGE.with(OUTLOOK));
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(Alert.class), CHANGE);
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(Alert.class), SILENCE);
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(Alert.class), APPEARANCE);
    CoderProperties.coderSerializable(RecordCoder.of(Alert.class));
  }

  @Test
  void sensorTablesSurviveEncoding() throws Exception {
    Map<Long, SensorStatus> sensors =
        Map.of(
            7L,
            SensorStatus.UNKNOWN.seenAt(1_700_000_000_000L).silenced(),
            -1L,
            new SensorStatus(
                Optional.of(SohState.NORMAL),
                3,
                Optional.of(SohState.WARNING),
                5,
                700,
                1_000,
                900,
                false,
                new RiskStatus(true, 800, 850)));
    SensorTable table = new SensorTable(Map.of(0, 17L, 300, 0L), sensors);

    byte[] bytes = CoderUtils.encodeToByteArray(RecordCoder.of(SensorTable.class), table);
    SensorTable decoded = CoderUtils.decodeFromByteArray(RecordCoder.of(SensorTable.class), bytes);

    assertThat(decoded.readUntil()).isEqualTo(table.readUntil());
    assertThat(decoded.sensors()).isEqualTo(sensors);
    CoderProperties.coderSerializable(RecordCoder.of(SensorTable.class));
  }

  @Test
  void anAlertSaysWhatToDo() {
    Alert risk = CHANGE.with(OUTLOOK);
    assertThat(new String(AlertJson.write(risk, FacilityName.UNKNOWN), StandardCharsets.UTF_8))
        .contains(
            "\"risk_60m\":0.75,\"why\":[{\"ko\":\"현재 역률\",\"en\":\"power factor now\"}],"
                + "\"kvar_to_90\":12.5,\"kvar_to_95\":20.0,\"usual_kvar_to_90\":30.0,"
                + "\"surcharge_percent\":4.0,\"worst_phase\":\"S\"");
    Outlook advice =
        new Outlook(
            7, 0, Double.NaN, "", 0.75, List.of(RiskInput.PF_NOW), 12.5, 20, 30, 4, "S", "");
    assertThat(AlertJson.read(AlertJson.write(risk, FacilityName.UNKNOWN)))
        .hasValue(CHANGE.with(advice));
  }

  @Test
  void jsonHasTheContractsFields() {
    assertThat(new String(AlertJson.write(CHANGE, FacilityName.UNKNOWN), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"kind\":\"STATE\",\"sensor_id\":7,\"plant_id\":null,\"name\":null,\"site\":null,"
                + "\"timestamp\":1.70000000025E9,\"state\":\"경고\","
                + "\"previous\":\"정상\",\"since\":1.69999999025E9,\"pf\":0.5,"
                + "\"state_since\":1.69999999025E9,\"at_risk\":false,\"risk_since\":null,"
                + "\"risk_60m\":null,\"why\":[],\"kvar_to_90\":null,\"kvar_to_95\":null,"
                + "\"usual_kvar_to_90\":null,\"surcharge_percent\":null,\"worst_phase\":null}");
    assertThat(AlertJson.read(AlertJson.write(CHANGE, FacilityName.UNKNOWN))).hasValue(CHANGE);
    assertThat(AlertJson.read(AlertJson.write(SILENCE, FacilityName.UNKNOWN))).hasValue(SILENCE);
    assertThat(
            new String(AlertJson.write(APPEARANCE, FacilityName.UNKNOWN), StandardCharsets.UTF_8))
        .contains("\"state\":null,\"previous\":null,");
    assertThat(AlertJson.read(AlertJson.write(APPEARANCE, FacilityName.UNKNOWN)))
        .hasValue(APPEARANCE);
  }

  @Test
  void readsAlertsOfFormerVersions() {
    Alert change = AlertJson.read(bytes(json("STATE", "\"경고\"", "\"정상\""))).orElseThrow();
    assertThat(change.state()).hasValue(SohState.WARNING);
    assertThat(change.powerFactor()).isNaN();
    assertThat(AlertTopic.status(change, 5_000).published()).hasValue(SohState.WARNING);

    Alert appearance = AlertJson.read(bytes(json("APPEARED", "\"정상\"", "null"))).orElseThrow();
    assertThat(AlertTopic.status(appearance, 5_000).published()).isEmpty();
  }

  private static String json(String kind, String state, String previous) {
    return "{\"kind\":\"%s\",\"sensor_id\":7,\"timestamp\":1,\"state\":%s,\"previous\":%s,\"since\":1}"
        .formatted(kind, state, previous);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsOtherValuesAsNoAlert() {
    for (String other :
        new String[] {
          "",
          "{}",
          "[1]",
          "no JSON",
          "{\"kind\":\"STATE\",\"sensor_id\":7}",
          "{\"kind\":\"OTHER\",\"sensor_id\":7,\"timestamp\":1,\"state\":\"경고\",\"since\":1}",
          "{\"kind\":\"STATE\",\"sensor_id\":7,\"timestamp\":1,\"state\":\"경고\",\"since\":1}",
          "{\"kind\":\"SILENT\",\"sensor_id\":7,\"timestamp\":1,\"state\":\"?\",\"since\":1}",
        }) {
      assertThat(AlertJson.read(other.getBytes(StandardCharsets.UTF_8))).as(other).isEmpty();
    }
  }
}
