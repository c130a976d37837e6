// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.CatalogDatabase;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The wall, the alarms and the page of a facility in a browser. */
class OperatorPagesIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int MAX_CLICKS = 4;
  private static final String NO_OVERFLOW =
      "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
  private static final List<String> PAGES =
      List.of("/", "/wall", "/alarms", "/facility/" + FacilityUnderTest.ID);

  @TempDir Path folder;

  @Test
  void leadsFromTheWallToWhatToDo() throws Exception {
    Path influxd = InfluxBinary.obtain();
    store(FacilityUnderTest.catalog(folder));
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/trials/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"));
        MainJobProcess job =
            FacilityUnderTest.startJob(
                folder, kafka, influx, "--sensors=11", "--interval=1s", "--window=5s");
        FacilityUnderTest facility = new FacilityUnderTest(kafka);
        Browser browser = Browser.start(folder.resolve("browser"))) {
      facility.setPowerFactor(0.45);
      facility.setReactiveFactorOfS(3);
      job.awaitOutput("p50", TIMEOUT);
      String page = job.webAddress();
      await().atMost(TIMEOUT).until(() -> outlook(page).contains("\"worst_phase\":\"S\""));
      fillsTheWall(browser, page);
      walksToTheCapacitor(browser, page);
      showsAFacility(browser, page);
      printsAReport(browser);
      findsFromEveryPage(browser, page);
      listsAlarms(browser, page);
      worksWithTheKeyboard(browser, page);
      fitsOnEveryScreen(browser, page);
      hasAllTextsInBothLanguages(browser);
      assertThat(browser.problems()).isEmpty();
    }
  }

  /** Names come from users: one is markup. */
  private static void store(CatalogDatabase database) {
    OptionalDouble none = OptionalDouble.empty();
    database
        .facilities()
        .replace(
            List.of(
                FacilityRecord.of(1, "<img src=x onerror=alert(1)>", "2공장"),
                new FacilityRecord(
                    FacilityUnderTest.ID,
                    Optional.of("TR-7"),
                    "주변압기",
                    "본관",
                    OptionalDouble.of(50_000),
                    none,
                    none,
                    OptionalDouble.of(0.9),
                    OptionalDouble.of(0.7),
                    true)));
    database
        .alarms()
        .save(
            List.of(
                new AlarmRecord(
                    "state",
                    FacilityUnderTest.ID,
                    System.currentTimeMillis() - 7_200_000,
                    "critical",
                    Optional.of("kim"),
                    OptionalLong.of(System.currentTimeMillis() - 7_000_000),
                    OptionalLong.of(System.currentTimeMillis() - 3_600_000))));
  }

  private static void fillsTheWall(Browser browser, String page) {
    browser.emulateScreen(3840, 2160, "dark");
    browser.open(page + "/wall?lang=ko");
    browser.awaitText("#worst li:first-child", "TR-7 주변압기, 본관");
    browser.awaitText("#open", "S상");
    browser.await("document.getElementById('tiles').getAttribute('aria-label').includes('경고')");
    browser.await(NO_OVERFLOW + " && document.documentElement.scrollHeight <= innerHeight");
    browser.await(
        "document.querySelector('.field').getBoundingClientRect().right > 0.97 * innerWidth");
    browser.await(
        "document.querySelector('#counts li:last-child').getBoundingClientRect().right <= innerWidth");
    browser.await("document.querySelector('#worst li').getBoundingClientRect().height > 90");
    browser.await("/\\d:\\d\\d:\\d\\d .+/.test(document.getElementById('updated').textContent)");
    browser.saveScreenshot("wall-4k-dark");
    browser.emulateScreen(1920, 1080, "light");
    browser.await(NO_OVERFLOW + " && document.documentElement.scrollHeight <= innerHeight");
    browser.saveScreenshot("wall-hd-light");
  }

  /** Which capacitor, on which phase, of which facility: the issue allows four clicks. */
  private static void walksToTheCapacitor(Browser browser, String page) {
    browser.emulateScreen(1920, 1080, "dark");
    browser.open(page + "/wall?lang=ko");
    browser.awaitText("#worst li:first-child", "TR-7");
    int clicks = 0;
    browser.click("#worst li:first-child a");
    clicks++;
    browser.awaitText("#summary", "TR-7 주변압기, 본관");
    browser.awaitText("#advice .headline", "S상에 콘덴서");
    browser.awaitText("#advice .worst", "S");
    assertThat(clicks).isLessThanOrEqualTo(MAX_CLICKS);
  }

  private static void showsAFacility(Browser browser, String page) {
    browser.emulateScreen(1440, 1500, "dark");
    browser.open(page + "/%EC%84%A4%EB%B9%84/" + FacilityUnderTest.ID + "?lang=ko");
    browser.awaitText("#summary .state-warning", "경고");
    browser.awaitText("#summary .since", "부터");
    browser.awaitText("#current", "kW (20 %)");
    browser.awaitText("#open", "아직 아무도 확인하지 않음");
    browser.awaitText("#life", "kim");
    browser.await("document.querySelectorAll('#reading dd').length === 23");
    for (String chart : List.of("pf", "power", "temperature", "imbalance")) {
      browser.await("Number(document.getElementById('" + chart + "').dataset.points) > 2");
    }

    browser.saveScreenshot("facility-dark");
    for (String span : List.of("1h", "24h", "7d")) {
      browser.click("[data-span='" + span + "']");
      browser.await("new URL(location).searchParams.get('span') === '" + span + "'");
      browser.await("Number(document.getElementById('power').dataset.points) > 0");
      browser.await("Number(document.getElementById('pf').dataset.points) > 0");
    }

    browser.click("[data-span='10m']");
    browser.await("document.querySelectorAll('.chart canvas').length === 4");
    browser.emulateScreen(1440, 1500, "light");
    browser.click("#language");
    browser.awaitText("#advice .headline", "on phase S");
    browser.awaitText("#reading", "r reactive power");
    browser.saveScreenshot("facility-english-light");
    browser.click("#language");
  }

  private static void printsAReport(Browser browser) {
    browser.awaitText("#advice .headline", "kvar 추가");
    assertThat(browser.savePrint("report")).isEqualTo(1);
    browser.emulateScreen(720, 1045, "dark");
    browser.emulatePrint(true);
    browser.await("document.querySelectorAll('.chart canvas').length === 4");
    browser.saveScreenshot("report");
    browser.emulatePrint(false);
  }

  private static void findsFromEveryPage(Browser browser, String page) {
    browser.emulateScreen(1440, 900, "dark");
    for (String path : PAGES) {
      browser.open(page + path + "?lang=ko");
      browser.type("#find", "본관");
      browser.awaitText("#hits a", "TR-7 주변압기, 본관");
      browser.press("#find", Keys.ENTER);
      browser.await("location.pathname === '/facility/" + FacilityUnderTest.ID + "'");
    }

    browser.open(page + "/?lang=ko");
    browser.type("#find", "img");
    browser.awaitText("#hits a", "<img src=x onerror=alert(1)>, 2공장");
    assertThat(browser.evaluate("document.querySelectorAll('img').length")).isEqualTo(0L);
  }

  private static void listsAlarms(Browser browser, String page) {
    browser.emulateScreen(1440, 900, "light");
    browser.open(page + "/alarms?lang=ko");
    browser.type("#search", "tr-7");
    browser.awaitText(".alarm.severity-critical", "TR-7 주변압기, 본관");
    browser.awaitText(".alarm", "S상");
    browser.awaitText("#found", "미확인");
    browser.await("document.querySelectorAll('.alarm').length === 1");
    // Without Alertmanager there is nothing to acknowledge with.
    assertThat(browser.evaluate("document.querySelectorAll('.alarm .button').length"))
        .isEqualTo(0L);
    browser.saveScreenshot("alarms-light");
  }

  private static void worksWithTheKeyboard(Browser browser, String page) {
    browser.emulateScreen(1920, 1080, "dark");
    browser.open(page + "/wall?lang=ko");
    browser.awaitText("#worst li:first-child", "TR-7");
    browser.press("#tiles", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    browser.awaitText("#pointed", "설비");
    browser.press("#tiles", Keys.ENTER);
    browser.await("location.pathname.startsWith('/facility/')");
    browser.open(page + "/wall?lang=ko");
    browser.awaitText("#worst li:first-child", "TR-7");
    browser.clickAt("#tiles", 60, 60);
    browser.await("location.pathname.startsWith('/facility/')");
  }

  private static void fitsOnEveryScreen(Browser browser, String page) {
    for (String path : PAGES) {
      for (int width : new int[] {360, 820, 1440}) {
        browser.emulateScreen(width, 800, "dark");
        browser.open(page + path + "?lang=ko");
        browser.await("document.body.dataset.link === 'live'");
        browser.await(NO_OVERFLOW);
      }
    }

    browser.emulateScreen(360, 3200, "dark");
    browser.open(page + "/facility/" + FacilityUnderTest.ID + "?lang=ko");
    browser.awaitText("#advice .worst", "S");
    browser.saveScreenshot("facility-phone-dark");
    browser.emulateScreen(360, 1600, "light");
    browser.open(page + "/alarms?lang=ko");
    browser.awaitText(".alarm", "TR-7");
    browser.saveScreenshot("alarms-phone-light");
    browser.open(page + "/wall?lang=ko");
    browser.awaitText("#worst", "TR-7");
    browser.saveScreenshot("wall-phone-light");
  }

  private static void hasAllTextsInBothLanguages(Browser browser) {
    assertThat(
            browser.evaluate(
                "import('/texts.js').then(({ TEXTS: { ko, en } }) =>"
                    + " Object.keys(ko).sort().join() === Object.keys(en).sort().join()"
                    + " && Object.keys(ko).every((key) => typeof ko[key] === typeof en[key]))"))
        .isEqualTo(true);
    for (AlarmKind kind : EnumSet.complementOf(EnumSet.of(AlarmKind.STATE))) {
      String key = "kind_" + kind.word();
      assertThat(browser.evaluate("import('/texts.js').then((all) => all.TEXTS.ko." + key + ")"))
          .as(key)
          .isNotNull();
    }
  }

  private static String outlook(String page) throws Exception {
    URI address = URI.create(page + "/api/facility?sensor=" + FacilityUnderTest.ID);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
