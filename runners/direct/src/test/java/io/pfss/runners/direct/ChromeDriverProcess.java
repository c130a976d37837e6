// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A chromedriver process. It and its browser end with this JVM, even if the JVM is killed. */
final class ChromeDriverProcess implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI url;
  private final ChildProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private ChromeDriverProcess(URI url, ChildProcess process) {
    this.url = url;
    this.process = process;
  }

  /**
   * Starts chromedriver on a free port and waits until it responds.
   *
   * @param log for the output of chromedriver and the browser
   */
  static ChromeDriverProcess start(BrowserBinaries binaries, Path log)
      throws IOException, InterruptedException {
    int port = FreePorts.find(1)[0];
    ChildProcess process =
        ChildProcess.start(
            "chromedriver", binaries.command(binaries.driver(), List.of("--port=" + port)), log);
    ChromeDriverProcess driver =
        new ChromeDriverProcess(URI.create("http://127.0.0.1:" + port), process);
    process.awaitUp(driver::responds, TIMEOUT);
    return driver;
  }

  /** Returns its address. */
  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.stop();
  }

  private boolean responds() throws IOException, InterruptedException {
    HttpRequest status = HttpRequest.newBuilder(url.resolve("/status")).build();
    return http.send(status, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }
}
