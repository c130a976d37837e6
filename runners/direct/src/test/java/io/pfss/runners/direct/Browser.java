// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Capabilities;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.AddHasCdp;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.HasCdp;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;
import org.openqa.selenium.remote.HttpCommandExecutor;
import org.openqa.selenium.remote.RemoteExecuteMethod;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium. */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
  private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page[^s]");
  private static final Duration TIMEOUT = Duration.ofSeconds(45);

  private final ChromeDriverProcess process;
  private final RemoteWebDriver driver;
  private final HasCdp protocol;

  private Browser(ChromeDriverProcess process, Capabilities options) throws IOException {
    AddHasCdp chrome = new AddHasCdp();
    this.process = process;
    this.driver =
        new RemoteWebDriver(
            new HttpCommandExecutor(chrome.getAdditionalCommands(), process.url().toURL()),
            options);
    this.protocol =
        chrome.getImplementation(driver.getCapabilities(), new RemoteExecuteMethod(driver));
  }

  /**
   * Starts a browser.
   *
   * @param folder for its data and its log; created if it does not exist
   * @throws IOException if no browser is installed and none can be downloaded; the message says
   *     condition to install
   */
  static Browser start(Path folder) throws IOException, InterruptedException {
    // Selenium warns about missing protocol classes of this Chromium, which are not used.
    SELENIUM.setLevel(Level.SEVERE);
    BrowserBinaries binaries = BrowserBinaries.obtain(Files.createDirectories(folder));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binaries.browser().toFile());
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
        "--user-data-dir=" + folder.resolve("profile"));
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "ko-KR"));
    ChromeDriverProcess process =
        ChromeDriverProcess.start(binaries, folder.resolve("chromedriver.log"));
    try {
      return new Browser(process, options);
    } catch (IOException | WebDriverException e) {
      process.close();
      throw e;
    }
  }

  void open(String address) {
    driver.get(address);
  }

  /** Presses keys in an element. */
  void press(String selector, CharSequence... keys) {
    driver.findElement(By.cssSelector(selector)).sendKeys(keys);
  }

  /** Clicks at a place of an element, relative to its upper left corner, in px. */
  void clickAt(String selector, int x, int y) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    Dimension size = element.getSize();
    new Actions(driver)
        .moveToElement(element, x - size.getWidth() / 2, y - size.getHeight() / 2)
        .click()
        .perform();
  }

  /** Prints the page and saves it in target/screenshots; returns the number of its pages. */
  int savePrint(String name) {
    PrintOptions options = new PrintOptions();
    options.setPageSize(new PageSize(29.7, 21));
    options.setBackground(true);
    byte[] pdf = Base64.getDecoder().decode(driver.print(options).getContent());
    save(name + ".pdf", pdf);
    return (int) PAGE.matcher(new String(pdf, StandardCharsets.ISO_8859_1)).results().count();
  }

  /** Emulates print, as the page itself is told of it, or ends that. */
  void emulatePrint(boolean isPrint) {
    protocol.executeCdpCommand(
        "Emulation.setEmulatedMedia", Map.of("media", isPrint ? "print" : ""));
    driver.executeScript(
        "dispatchEvent(new Event(arguments[0]))", isPrint ? "beforeprint" : "afterprint");
  }

  /**
   * Emulates a screen of this size.
   *
   * @param scheme {@code dark} or {@code light}
   */
  void emulateScreen(int width, int height, String scheme) {
    protocol.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    protocol.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Waits until a JavaScript expression is true. */
  void await(String expression) {
    await(expression, browser -> Boolean.TRUE.equals(evaluate(expression)));
  }

  /** Waits until an element of a selector contains a text. */
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

  /** Returns the value of a JavaScript expression. */
  Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** Returns the console's warnings and errors since the last call. */
  List<String> problems() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Saves a screenshot in target/screenshots. */
  void saveScreenshot(String name) {
    save(name + ".png", driver.getScreenshotAs(OutputType.BYTES));
  }

  private static void save(String file, byte[] content) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      driver.quit();
    } finally {
      process.close();
    }
  }

  private void await(String condition, ExpectedCondition<Boolean> expected) {
    new WebDriverWait(driver, TIMEOUT)
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> condition + "; console: " + problems() + ", page: " + pageText())
        .until(expected);
  }

  private String pageText() {
    saveScreenshot("failed");
    return driver.findElement(By.tagName("body")).getText();
  }
}
