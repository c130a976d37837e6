// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.e2e.WebhookServer;
import io.pfss.trials.stack.AlertmanagerPrograms;
import io.pfss.trials.stack.AlertmanagerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand open alarms in a real Alertmanager, while either side is killed. */
class AlertmanagerSyncIT {
  private static final int ALARMS = 10_000;
  private static final int SITES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final List<String> MINE = List.of("job=\"pfss\"");
  private static final Supplier<Collection<AlertmanagerAlert>> NONE = List::of;
  private static final long SINCE = System.currentTimeMillis();
  private static final String CONFIG =
      """
      route:
        receiver: webhook
        group_by: [site]
        group_wait: 1s
        group_interval: 1s
      receivers:
        - name: webhook
          webhook_configs: [{url: 'URL'}]
      """;

  @TempDir Path folder;

  @Test
  void noAlarmIsLostDoubledOrFalselyResolved() throws Exception {
    try (WebhookServer webhook = new WebhookServer();
        AlertmanagerServer server = start(webhook)) {
      AlertmanagerClient client =
          new AlertmanagerClient(server.url().toString(), "", Optional.empty());
      AlertmanagerSync sync = sync(client);
      sync.update(alerts(0), NONE, client.startedAt());
      assertThat(sensors(client)).isEqualTo(expected(0));
      await(() -> new HashSet<>(webhook.labels("sensor_id", "firing")).size() == ALARMS);
      awaitSaved();

      server.kill();
      server.restart();
      sync.update(alerts(0), NONE, client.startedAt());
      assertThat(sensors(client)).isEqualTo(expected(0));
      awaitQuiet(webhook);

      // A new driver, and 100 alarms have cleared while there was none.
      sync = sync(client);
      sync.update(alerts(100), NONE, client.startedAt());
      assertThat(sensors(client)).isEqualTo(expected(100));
      await(() -> new HashSet<>(webhook.labels("sensor_id", "resolved")).size() == 100);
      awaitSaved();

      // Both are killed, after the end of 100 more was accepted and before people were told.
      sync.update(alerts(200), NONE, client.startedAt());
      server.kill();
      server.restart();
      sync = sync(client);
      sync.update(alerts(200), () -> alerts(100).subList(0, 100), client.startedAt());
      assertThat(sensors(client)).isEqualTo(expected(200));
      await(() -> new HashSet<>(webhook.labels("sensor_id", "resolved")).size() == 200);
      awaitQuiet(webhook);
      assertThat(webhook.labels("sensor_id", "resolved"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    }
  }

  private AlertmanagerServer start(WebhookServer webhook) throws Exception {
    Path config =
        Files.writeString(folder.resolve("alertmanager.yml"), CONFIG.replace("URL", webhook.url()));
    return AlertmanagerServer.start(AlertmanagerPrograms.obtain(), config, folder.resolve("data"));
  }

  private static AlertmanagerSync sync(AlertmanagerClient client) {
    return new AlertmanagerSync(client, Clock.systemUTC(), MINE);
  }

  private static List<AlertmanagerAlert> alerts(int first) {
    return IntStream.range(first, ALARMS).mapToObj(AlertmanagerSyncIT::alert).toList();
  }

  private static AlertmanagerAlert alert(int sensor) {
    return new AlertmanagerAlert(
        Map.of(
            "alertname", "PfssState",
            "job", "pfss",
            "sensor_id", Integer.toString(sensor),
            "site", "site " + sensor % SITES,
            "severity", "critical"),
        Map.of("summary_ko", sensor + ": 경고", "why_ko", "역률 0.70; 0.90까지 10.2 kvar 보상 필요"),
        SINCE,
        Optional.of("http://127.0.0.1:8080/facility/" + sensor));
  }

  private static Set<String> expected(int first) {
    return IntStream.range(first, ALARMS).mapToObj(Integer::toString).collect(Collectors.toSet());
  }

  private static Set<String> sensors(AlertmanagerClient client)
      throws IOException, InterruptedException {
    List<AlertmanagerAlert> open = client.open(MINE);
    Set<String> sensors =
        open.stream().map(each -> each.labels().get("sensor_id")).collect(Collectors.toSet());
    assertThat(open).hasSameSizeAs(sensors);
    return sensors;
  }

  /** Waits until Alertmanager has stored what it has sent. */
  private void awaitSaved() throws IOException {
    Path log = folder.resolve("data/nflog");
    long start = System.currentTimeMillis();
    await(() -> Files.exists(log) && Files.getLastModifiedTime(log).toMillis() > start + 1_000);
  }

  private static void awaitQuiet(WebhookServer webhook) {
    int before = webhook.notifications().size();
    Awaitility.await()
        .during(QUIET)
        .atMost(QUIET.plus(TIMEOUT))
        .until(() -> webhook.notifications().size() == before);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(TIMEOUT).until(condition);
  }
}
