// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static io.pfss.trials.e2e.ExampleAlertmanager.await;
import static io.pfss.trials.e2e.ExampleAlertmanager.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertJson;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.AlarmRecords;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.trials.e2e.ExampleAlertmanager;
import io.pfss.trials.e2e.WebhookServer;
import io.pfss.trials.stack.AlertmanagerPrograms;
import io.pfss.trials.stack.AlertmanagerServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lives of alarms, from topic {@code heat_alerts} to real mails by the example's settings. */
@ExtendWith(SharedServers.class)
@Tag("nightly")
class AlarmDeskIT {
  private static final Duration QUIET = Duration.ofSeconds(12);
  private static final long SINCE = System.currentTimeMillis();
  private static final String PLANT = "plant-1@example.com";
  private static final String OTHERS = "operators@example.com";

  @TempDir Path folder;

  @Test
  void anAlarmIsMailedOnceAcknowledgedAndCleared(KafkaBroker broker) throws Exception {
    try (ExampleAlertmanager example = new ExampleAlertmanager(folder, "4h")) {
      AlertmanagerServer server = example.server();
      AlertmanagerOptions options = options(broker, server.url());
      PipelineSettings.prepare(options);
      WarehouseCatalog catalog =
          WarehouseCatalog.of(PipelineSettings.catalog(options).orElseThrow());
      catalog.database().facilities().replace(List.of(transformer()));
      AlarmRecords records = catalog.database().alarms();
      publish(broker, options, change(7, SohState.WARNING), change(8, SohState.CAUTION));

      try (AlarmDesk desk = start(options)) {
        await(() -> desk.last().size() == 2);
        await(() -> example.mails(PLANT).size() == 1 && example.mails(OTHERS).size() == 1);
        MimeMessage first = example.mails(PLANT).get(0);
        assertThat(first.getSubject()).contains("1공장", "TR-7 변압기 7", "경고");
        assertThat(content(first))
            .contains(
                "역률 0.70",
                "power factor 0.70",
                "10.2 kvar",
                "http://pfss.example.com/facility/7",
                "/#/silences/new?filter=%7bfacility%3d%22TR-7%22%2ckind%3d%22state%22%2c"
                    + "severity%3d%22critical%22%7d");
        await(() -> example.webhook().labels("facility", "firing").equals(List.of("TR-7")));
        await(() -> records.open().size() == 2);
        example.awaitSaved();
      }

      server.kill();
      server.restart();
      try (AlarmDesk desk = start(options)) {
        AlertmanagerClient client =
            new AlertmanagerClient(server.url().toString(), "", Optional.empty());
        await(() -> client.open(List.of("job=\"pfss\"")).size() == 2);
        example.assertMails(2, QUIET);

        Alarm alarm = Alarm.openOf(desk.last().get(7L)).get(0);
        String form = desk.silenceUrl(alarm).orElseThrow().toString();
        assertThat(URLDecoder.decode(form, StandardCharsets.UTF_8))
            .isEqualTo(
                server.url()
                    + "/#/silences/new?filter="
                    + "{facility=\"TR-7\",kind=\"state\",severity=\"critical\"}");
        example.silence(form);
        await(() -> desk.acknowledgement(alarm).isPresent());
        assertThat(desk.acknowledgement(alarm).get().by()).isEqualTo("김");
        assertThat(desk.acknowledgement(alarm).get().comment()).isEqualTo("콘덴서 점검");
        await(() -> records.of(7, 1).get(0).acknowledgedBy().equals(Optional.of("김")));

        // The acknowledged one clears in silence, the other with a mail.
        publish(broker, options, change(7, SohState.NORMAL), change(8, SohState.NORMAL));
        await(() -> example.mails(OTHERS).size() == 2);
        assertThat(example.mails(OTHERS).get(1).getSubject()).contains("해제 cleared 1");
        await(() -> records.open().isEmpty());
        AlarmRecord life = records.of(7, 1).get(0);
        assertThat(life.raisedAt()).isEqualTo(SINCE);
        assertThat(life.severity()).isEqualTo("critical");
        assertThat(life.clearedAt()).hasValue(SINCE + 20_000);
        assertThat(client.open(List.of("job=\"pfss\""))).isEmpty();
        example.assertMails(3, QUIET);
      }
    }
  }

  @Test
  void peopleAreToldWhileTheCatalogIsUnavailable(KafkaBroker broker) throws Exception {
    try (ExampleAlertmanager example = new ExampleAlertmanager(folder, "4h")) {
      AlertmanagerOptions options = options(broker, example.server().url());
      options.setAlertTopic("desk_alerts_without_catalog");
      PipelineSettings.prepare(options);
      Files.writeString(folder.resolve("broken.db"), "not a database");
      options.setCatalogUrl("jdbc:sqlite:" + folder.resolve("broken.db"));
      publish(broker, options, change(9, SohState.WARNING));
      try (AlarmDesk desk = start(options)) {
        await(() -> desk.last().size() == 1);
        await(() -> example.mails(OTHERS).size() == 1);
      }
    }
  }

  @Test
  void theExampleIsValid() throws Exception {
    AlertmanagerPrograms.obtain()
        .check(
            ExampleAlertmanager.FOLDER.resolve("alertmanager.yml"), folder.resolve("amtool.log"));
  }

  @Test
  void aWrongAddressIsRefused(KafkaBroker broker) throws Exception {
    assertThatThrownBy(() -> AlarmDesk.of(options(broker, URI.create("alertmanager:9093"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--alertmanagerUrl=alertmanager:9093 is not an address: write it as http://host:9093");
    try (WebhookServer other = new WebhookServer()) {
      assertThatThrownBy(() -> AlarmDesk.of(options(broker, URI.create(other.url()))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not an Alertmanager");
    }
  }

  private static AlarmDesk start(AlertmanagerOptions options) throws InterruptedException {
    AlarmDesk desk = AlarmDesk.of(options);
    desk.start(PageAddress.of("http://pfss.example.com/", Optional.empty()));
    return desk;
  }

  private AlertmanagerOptions options(KafkaBroker broker, URI alertmanager) {
    AlertmanagerOptions options = PipelineOptionsFactory.as(AlertmanagerOptions.class);
    options.setBootstrapServers(broker.bootstrapServers());
    options.setHeatTopic("desk_heat");
    options.setScoreTopic("desk_scores");
    options.setDeadLetterTopic("desk_dlq");
    options.setRiskTopic("none");
    options.setAlertTopic("desk_alerts");
    options.setCatalogUrl("jdbc:sqlite:" + folder.resolve("catalog.db"));
    options.setWarehouse(folder.resolve("warehouse").toString());
    options.setAlertmanagerUrl(alertmanager.toString());
    return options;
  }

  private static FacilityRecord transformer() {
    OptionalDouble none = OptionalDouble.empty();
    return new FacilityRecord(
        7, Optional.of("TR-7"), "변압기 7", "1공장", none, none, none, none, none, true);
  }

  private static Alert change(long sensor, SohState state) {
    boolean isNormal = state == SohState.NORMAL;
    long sinceMillis = isNormal ? SINCE + 10_000 : SINCE;
    double none = Double.NaN;
    return new Alert(
        AlertKind.STATE,
        sensor,
        sinceMillis + 10_000,
        Optional.of(state),
        isNormal ? Optional.of(SohState.WARNING) : Optional.of(SohState.NORMAL),
        sinceMillis,
        0.7,
        sinceMillis,
        0,
        new Outlook(sensor, 0, none, "", none, List.of(), 10.2, 13, 3, 4, "S", ""));
  }

  private static void publish(KafkaBroker broker, AlertmanagerOptions options, Alert... alerts)
      throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Alert alert : alerts) {
        byte[] key = Long.toString(alert.sensorId()).getBytes(StandardCharsets.UTF_8);
        producer
            .send(
                new ProducerRecord<>(
                    options.getAlertTopic(), key, AlertJson.write(alert, FacilityName.UNKNOWN)))
            .get();
      }
    }
  }
}
