// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static io.pfss.trials.e2e.ExampleAlertmanager.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.ExampleAlertmanager;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.FreePorts;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of an alarm as an operator sees it, in mails and in a browser, while the job and
 * Alertmanager are killed.
 */
@ExtendWith(SharedServers.class)
class AlarmLifeIT {
  private static final List<String> NAMES = EndToEnd.names("alarmlife");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Longer than the job and Alertmanager wait until they tell what is new. */
  private static final Duration QUIET = Duration.ofSeconds(7);

  private static final String PLANT = "plant-1@example.com";
  private static final String STATE_ALARM =
      "[...document.querySelectorAll('.alarm')].find((each) => each.innerText.includes('TR-7')"
          + " && each.querySelector('strong').innerText === '경고')";

  @TempDir Path folder;

  @Test
  void raisedMailedAcknowledgedAndCleared(KafkaBroker kafka, InfluxServer influx) throws Exception {
    int port = FreePorts.find(1)[0];
    String page = "http://127.0.0.1:" + port;
    FacilityUnderTest.catalog(folder).facilities().replace(List.of(transformer()));
    Path alertmanager = Files.createDirectories(folder.resolve("alertmanager"));
    try (ExampleAlertmanager example = new ExampleAlertmanager(alertmanager, "4h");
        Browser browser = Browser.start(folder.resolve("browser"))) {
      browser.emulateScreen(1440, 900, "dark");
      try (MainJobProcess job = start(kafka, influx, example, port);
          FacilityUnderTest facility = new FacilityUnderTest(kafka, "heat-alarmlife", "\"TR-7\"")) {
        // Normal, but the hour needs compensation.
        facility.setPowerFactor(0.85);
        facility.setReactiveFactorOfS(3);
        job.awaitOutput("Web ", TIMEOUT);
        showsNoAlarm(browser, page);
        facility.setPowerFactor(0.45);
        isMailed(example, page);
        isAcknowledged(browser, page, example);
        example.awaitSaved();
        assertThat(browser.problems()).isEmpty();
        job.kill();
        example.server().kill();
        browser.awaitText("#trouble", "작업이 응답하지 않습니다");

        example.server().restart();
        try (MainJobProcess again = start(kafka, influx, example, port)) {
          again.awaitOutput("Web ", TIMEOUT);
          browser.await("document.body.dataset.link === 'live'");
          // The browser reports that it could not load.
          assertThat(browser.problems()).allMatch(each -> each.contains("ERR_CONNECTION_REFUSED"));
          isStillAcknowledged(browser, example);
          facility.setPowerFactor(0.98);
          facility.setReactiveFactorOfS(1);
          isCleared(browser, page, example);
          assertThat(browser.problems()).isEmpty();
        }
      }
    }
  }

  private static FacilityRecord transformer() {
    OptionalDouble none = OptionalDouble.empty();
    return new FacilityRecord(
        FacilityUnderTest.ID,
        Optional.of("TR-7"),
        "변압기 7",
        "1공장",
        none,
        none,
        none,
        none,
        none,
        true);
  }

  private MainJobProcess start(
      KafkaBroker kafka, InfluxServer influx, ExampleAlertmanager example, int port)
      throws IOException {
    List<String> arguments = new ArrayList<>(NAMES);
    arguments.addAll(
        List.of(
            "--simulate=false",
            "--alertmanagerUrl=" + example.server().url(),
            "--window=5s",
            "--webPort=" + port));
    return FacilityUnderTest.startJob(folder, kafka, influx, arguments.toArray(String[]::new));
  }

  private static void showsNoAlarm(Browser browser, String page) {
    browser.open(page + "/facility/" + FacilityUnderTest.ID + "?lang=ko");
    browser.awaitText("#summary .state-normal", "정상");
    browser.awaitText("#open", "없");
  }

  private static void isMailed(ExampleAlertmanager example, String page) throws Exception {
    await(() -> !example.mails(PLANT).isEmpty());
    MimeMessage mail = example.mails(PLANT).get(0);
    assertThat(mail.getSubject()).contains("1공장", "TR-7 변압기 7", "경고");
    assertThat(ExampleAlertmanager.content(mail))
        .contains("역률 0.45", "power factor 0.45", "S상이 가장 나쁨")
        .containsPattern("0\\.90까지 [0-9]+\\.[0-9] kvar 보상 필요")
        .contains(page + "/facility/" + FacilityUnderTest.ID);
  }

  private static void isAcknowledged(Browser browser, String page, ExampleAlertmanager example)
      throws Exception {
    browser.open(page + "/alarms?lang=ko");
    browser.await(STATE_ALARM + "?.innerText.includes('아직 아무도 확인하지 않음')");
    browser.saveScreenshot("alarms-raised");
    example.silence((String) browser.evaluate(STATE_ALARM + ".querySelector('.button').href"));
    showsWhoAcknowledged(browser);
    browser.saveScreenshot("alarms-acknowledged");
  }

  private static void showsWhoAcknowledged(Browser browser) {
    browser.await(STATE_ALARM + "?.querySelector('.seen')?.innerText.includes('김')");
    browser.await(STATE_ALARM + ".querySelector('.seen').innerText.includes('까지')");
    browser.await(STATE_ALARM + ".querySelector('q').innerText === '콘덴서 점검'");
  }

  private static void isStillAcknowledged(Browser browser, ExampleAlertmanager example)
      throws Exception {
    await(() -> states(example).equals(List.of("suppressed")));
    showsWhoAcknowledged(browser);
    example.assertMails(1, QUIET);
    assertThat(states(example)).containsExactly("suppressed");
    assertThat(example.webhook().labels("kind", "firing")).containsExactly("state");
    assertThat(example.webhook().labels("kind", "resolved")).isEmpty();
  }

  private static void isCleared(Browser browser, String page, ExampleAlertmanager example) {
    browser.await("!" + STATE_ALARM);
    await(() -> states(example).isEmpty());
    browser.emulateScreen(1440, 1500, "dark");
    browser.open(page + "/facility/" + FacilityUnderTest.ID + "?lang=ko");
    browser.awaitText("#summary .state-normal", "정상");
    browser.await("document.querySelectorAll('#life tbody tr').length === 1");
    browser.awaitText("#life tbody th", "경고");
    browser.awaitText("#life tbody td:nth-child(3)", "김, ");
    browser.await(
        "[2, 4].every((n) => /\\d:\\d\\d/.test("
            + "document.querySelector(`#life tbody td:nth-child(${n})`).innerText))");
    browser.await("document.querySelectorAll('#reading dd').length === 23");
    browser.saveScreenshot("facility-history");
  }

  /** Returns the states of the alerts that Alertmanager has as open. */
  private static List<String> states(ExampleAlertmanager example) throws Exception {
    return example.open("facility", "TR-7").stream()
        .map(alert -> alert.path("status").path("state").asText())
        .toList();
  }
}
