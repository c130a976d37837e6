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

/** A chromedriver that does not outlive this JVM, even if that is killed; nor does its browser. */
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
   * Starts it on a free port, and waits until it is up.
   *
   * @param log takes what it and the browser print
   */
  static ChromeDriverProcess start(BrowserBinaries binaries, Path log)
      throws IOException, InterruptedException {
    int port = FreePorts.find(1)[0];
    ChildProcess process =
        ChildProcess.start(
            "chromedriver", binaries.command(binaries.driver(), List.of("--port=" + port)), log);
    ChromeDriverProcess driver =
        new ChromeDriverProcess(URI.create("http://127.0.0.1:" + port), process);
    process.awaitUp(driver::answers, TIMEOUT);
    return driver;
  }

  /** Its address. */
  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.stop();
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest status = HttpRequest.newBuilder(url.resolve("/status")).build();
    return http.send(status, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }
}
