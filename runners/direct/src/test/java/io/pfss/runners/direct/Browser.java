package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder for its data
   */
  static Browser start(Path profile) {
    for (Path program : List.of(CHROMIUM, DRIVER)) {
      assertThat(program)
          .as("apt-get install chromium chromium-driver fonts-noto-cjk: the tests need a browser")
          .isExecutable();
    }

    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "ko-KR"));
    // It misses classes for this Chromium's own protocol, which are not asked for.
    SELENIUM.setLevel(Level.SEVERE);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  void open(String address) {
    driver.get(address);
  }

  /**
   * Pretends to be a screen of this size.
   *
   * @param scheme {@code dark} or {@code light}
   */
  void pretend(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Waits until a script's expression is true. */
  void await(String expression) {
    await(expression, browser -> Boolean.TRUE.equals(evaluate(expression)));
  }

  /** Waits until an element that a selector finds has a text in it. */
  void awaitText(String selector, String text) {
    await(
        selector + " has " + text,
        browser ->
            browser.findElements(By.cssSelector(selector)).stream()
                .anyMatch(found -> found.getText().contains(text)));
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  void type(String selector, String keys) {
    driver.findElement(By.cssSelector(selector)).sendKeys(keys);
  }

  /** The value of a script's expression. */
  Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** What the console holds of warnings and errors, since it was asked before. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Keeps a picture of what is seen in target/screenshots. */
  void picture(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private void await(String what, ExpectedCondition<Boolean> condition) {
    new WebDriverWait(driver, LIMIT)
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> what + "; the console holds " + complaints() + ", the page " + seen())
        .until(condition);
  }

  private String seen() {
    picture("failed");
    return driver.findElement(By.tagName("body")).getText();
  }
}
