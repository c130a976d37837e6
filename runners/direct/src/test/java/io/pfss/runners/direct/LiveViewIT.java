// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job's live page in a browser. */
class LiveViewIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String CARD = "[data-sensor='" + FacilityUnderTest.ID + "'].card";
  private static final String LINK = "document.body.dataset.link";
  private static final String BACKGROUND =
      "getComputedStyle(document.querySelector(\"" + CARD + "\")).backgroundColor";
  private static final String RED = "'rgb(176, 31, 40)'";

  @TempDir Path folder;

  @Test
  void showsChangesAndMarksStaleValues() throws Exception {
    Path influxd = InfluxBinary.obtain();
    FacilityUnderTest.catalog(folder)
        .facilities()
        .replace(List.of(FacilityRecord.of(FacilityUnderTest.ID, "TR-7", "본관")));
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/trials/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"));
        MainJobProcess job =
            FacilityUnderTest.startJob(
                folder, kafka, influx, "--sensors=7", "--interval=1s", "--alertSilence=5s");
        Browser browser = Browser.start(folder.resolve("browser"))) {
      job.awaitOutput("p50", TIMEOUT);
      String page = job.webAddress();
      try (FacilityUnderTest facility = new FacilityUnderTest(kafka)) {
        browser.emulateScreen(1440, 1500, "dark");
        browser.open(page + "/?sensors=1,2,3,4," + FacilityUnderTest.ID);
        drawsLinesThatMove(browser);
        turnsRedInAWarning(browser, facility);
        showsBothLanguages(browser);
        findsFacilities(browser);
        fitsOnAPhone(browser);
        followsTheWorst(browser, page);
        keepsASilentFacility(browser, page, facility, influx);
        assertThat(browser.problems()).isEmpty();
        marksStaleValues(browser, influx);
        showsThatTheJobHasStopped(browser, job);
      }
    }
  }

  @Test
  void showsThatItNeedsInfluxDb() throws Exception {
    try (MainJobProcess job =
            MainJobProcess.start(
                folder, DirectMain.class, List.of("-Xmx1g"), "--embeddedInflux=false");
        Browser browser = Browser.start(folder.resolve("browser"))) {
      job.awaitOutput("Web ", TIMEOUT);
      browser.open(job.webAddress() + "/?lang=en");
      browser.awaitText("#trouble", "runs without one");
      assertThat(browser.problems()).isEmpty();
      // The job's broker writes to the folder until the job stops.
      job.terminate();
      job.exitStatus(TIMEOUT);
    }
  }

  private static void drawsLinesThatMove(Browser browser) {
    browser.awaitText(CARD, "정상");
    browser.await(LINK + " === 'live'");
    browser.await("document.querySelectorAll('#pf canvas, #temperature canvas').length === 2");
    browser.await("document.querySelectorAll('#phases canvas').length === 5");
    browser.await("document.querySelectorAll('#states rect').length >= 5");
    Object before = browser.evaluate("document.getElementById('pf').dataset.points");
    browser.await("Number(document.getElementById('pf').dataset.points) > " + before);
    browser.saveScreenshot("normal-dark");
  }

  private static void turnsRedInAWarning(Browser browser, FacilityUnderTest facility) {
    assertThat(browser.evaluate(BACKGROUND + " === " + RED)).isEqualTo(false);
    facility.setPowerFactor(0.4);
    browser.awaitText(CARD, "경고");
    browser.await("document.getElementById('changes').textContent.includes('9001: 정상 → 경고')");
    browser.await("document.title.startsWith('▲')");
    browser.await(BACKGROUND + " === " + RED);
    browser.saveScreenshot("warning-dark");
  }

  private static void showsBothLanguages(Browser browser) {
    assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("ko");
    browser.emulateScreen(1440, 1500, "light");
    browser.click("#language");
    browser.awaitText(CARD, "Warning");
    browser.awaitText("h1", "Facility health");
    assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("en");
    assertThat((String) browser.evaluate("location.search")).contains("lang=en");
    browser.saveScreenshot("english-light");
  }

  private static void findsFacilities(Browser browser) {
    browser.type("#search", "tr-7");
    browser.awaitText("#found", "1 of 1");
    browser.awaitText("#fleet th", "9001 · TR-7, 본관");
    browser.click("#fleet button");
    browser.await("document.querySelectorAll('.card').length === 4");
    assertThat((String) browser.evaluate("location.search")).contains("sensors=1%2C2%2C3%2C4");
    browser.click("#fleet button");
    browser.await("document.querySelectorAll('.card').length === 5");
  }

  /** It is counted, and remains when InfluxDB has nothing of it any more. */
  private static void keepsASilentFacility(
      Browser browser, String page, FacilityUnderTest facility, InfluxServer influx)
      throws Exception {
    facility.fallSilent();
    browser.open(page + "/?lang=ko&sensors=1,2,3,4," + FacilityUnderTest.ID);
    browser.awaitText(CARD + ".state-silent", "무응답");
    browser.awaitText("#counts .state-silent .value", "1");
    String statement = "DROP SERIES WHERE \"sensor_id\"='" + FacilityUnderTest.ID + "'";
    HttpRequest request =
        HttpRequest.newBuilder(
                influx
                    .url()
                    .resolve(
                        "/query?db=heat_pf&q="
                            + URLEncoder.encode(statement, StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    browser.awaitText(CARD + ".state-silent .pf", "–");
    browser.awaitText("#counts .state-silent .value", "1");
    browser.saveScreenshot("silent-dark");
  }

  private static void fitsOnAPhone(Browser browser) {
    browser.emulateScreen(390, 844, "dark");
    browser.await("document.querySelector('#pf canvas').getBoundingClientRect().width <= 390");
    browser.await("document.documentElement.scrollWidth <= 390");
    browser.saveScreenshot("phone-dark");
    browser.emulateScreen(390, 4200, "light");
    browser.saveScreenshot("phone-light-whole");
    browser.emulateScreen(1440, 1500, "dark");
  }

  /** The facility that the test put in a warning is among the worst of the eight. */
  private static void followsTheWorst(Browser browser, String page) {
    browser.open(page + "/?lang=ko");
    browser.awaitText(CARD, "경고");
    browser.await("document.querySelectorAll('.card').length === 5");
    browser.awaitText("#found", "8대 중 8대");
    assertThat(browser.evaluate("document.getElementById('auto').ariaPressed")).isEqualTo("true");
  }

  private static void marksStaleValues(Browser browser, InfluxServer influx) throws Exception {
    influx.kill();
    browser.awaitText("#trouble", "InfluxDB가 응답하지 않습니다");
    browser.await(LINK + " === 'stale'");
    browser.awaitText(CARD, "무응답");
    browser.saveScreenshot("stale-dark");
    influx.restart();
    browser.await(LINK + " === 'live'");
    browser.await("document.getElementById('trouble').hidden");
  }

  private static void showsThatTheJobHasStopped(Browser browser, MainJobProcess job)
      throws InterruptedException {
    job.close();
    job.exitStatus(TIMEOUT);
    browser.awaitText("#trouble", "작업이 응답하지 않습니다");
    browser.await(LINK + " === 'stale'");
  }
}
