// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.DebianPackages;
import io.pfss.trials.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.manager.SeleniumManager;
import org.openqa.selenium.manager.SeleniumManagerOutput;

/**
 * A Chromium or Chrome and its driver: installed, or downloaded without root.
 *
 * @param browser the browser's program
 * @param driver the program that drives it for Selenium
 * @param environment variables that both need, as {@code NAME=value}
 */
record BrowserBinaries(Path browser, Path driver, List<String> environment) {
  /** The last one is a small font with Korean letters. */
  private static final List<String> PACKAGES =
      List.of("chromium", "chromium-driver", "fonts-nanum");

  /** Timeout of a download, in s; needed where a firewall drops packets. */
  private static final String DOWNLOAD_TIMEOUT = "60";

  /**
   * Returns the first browser that starts: from the PATH, from Selenium Manager, which may download
   * it, or from Debian packages.
   *
   * @param folder for files that the browser needs
   * @throws IOException if none starts; the message says in one line why, and what to install
   */
  static BrowserBinaries obtain(Path folder) throws IOException, InterruptedException {
    List<Source> sources =
        List.of(
            BrowserBinaries::installed,
            BrowserBinaries::ofSeleniumManager,
            () -> ofDebianPackages(folder));
    List<String> problems = new ArrayList<>();
    for (Source source : sources) {
      try {
        BrowserBinaries found = source.find();
        found.check(folder.resolve("versions.txt"));
        return found;
      } catch (IOException e) {
        problems.add(lastLine(e.getMessage()));
      }
    }

    throw new IOException(
        "The test needs a browser: sudo apt-get install "
            + String.join(" ", PACKAGES)
            + " ("
            + String.join("; ", problems)
            + ")");
  }

  /** Returns the command line of one of the two programs. */
  List<String> command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  private static BrowserBinaries installed() throws IOException {
    Path browser =
        Stream.of("chromium", "google-chrome", "chrome")
            .flatMap(name -> Programs.find(name).stream())
            .findFirst()
            .orElseThrow(() -> new IOException("neither chromium nor google-chrome on the PATH"));
    Path driver =
        Programs.find("chromedriver")
            .orElseThrow(() -> new IOException("chromedriver is not on the PATH"));
    return new BrowserBinaries(browser, driver, List.of());
  }

  private static BrowserBinaries ofSeleniumManager() throws IOException {
    List<String> arguments =
        List.of("--browser", "chrome", "--avoid-stats", "--timeout", DOWNLOAD_TIMEOUT);
    try {
      SeleniumManagerOutput.Result result = SeleniumManager.getInstance().getBinaryPaths(arguments);
      if (result.getBrowserPath().isEmpty() || result.getDriverPath().isEmpty()) {
        throw new IOException("Selenium Manager found no browser with a driver");
      }

      return new BrowserBinaries(
          Path.of(result.getBrowserPath()), Path.of(result.getDriverPath()), List.of());
    } catch (WebDriverException e) {
      throw new IOException(
          "Selenium Manager: " + e.getRawMessage().lines().findFirst().orElse("failed"), e);
    }
  }

  private static BrowserBinaries ofDebianPackages(Path folder)
      throws IOException, InterruptedException {
    DebianPackages packages = DebianPackages.obtain("chromium", PACKAGES);
    Path fonts =
        Files.writeString(
            folder.resolve("fonts.conf"),
            """
            <fontconfig>
              <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
              <dir>%s</dir>
              <cachedir>%s</cachedir>
            </fontconfig>
            """
                .formatted(packages.file("usr/share/fonts"), folder.resolve("fonts")));
    return new BrowserBinaries(
        // Not usr/bin/chromium: that script contains the path of an installed one.
        packages.file("usr/lib/chromium/chromium"),
        packages.file("usr/bin/chromedriver"),
        List.of("LD_LIBRARY_PATH=" + packages.libraryPath(), "FONTCONFIG_FILE=" + fonts));
  }

  /** A downloaded browser may lack shared libraries. */
  private void check(Path log) throws IOException, InterruptedException {
    for (Path program : List.of(browser, driver)) {
      ChildProcess.run(
          program.toString(), command(program, List.of("--version", "--no-sandbox")), "", log);
    }
  }

  private static String lastLine(String message) {
    return message.lines().reduce((earlier, later) -> later).orElse("");
  }

  /** A source of browsers. */
  @FunctionalInterface
  private interface Source {
    /**
     * Looks for a browser and its driver.
     *
     * @throws IOException if it finds none
     */
    BrowserBinaries find() throws IOException, InterruptedException;
  }
}
