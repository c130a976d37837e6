package io.pfss.runners.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a Hadoop daemon says of itself: one page of JSON among its web pages. */
final class StatusPage {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;

  StatusPage(URI address) {
    this.address = address;
  }

  /** Waits until the page is as wanted; fails with the end of the daemon's log. */
  void await(HadoopDaemon daemon, String want, Predicate<String> condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    String page = read();
    while (!condition.test(page)) {
      if (!daemon.process().isAlive()) {
        throw daemon.process().failure("ended");
      }

      if (System.nanoTime() > deadline) {
        throw daemon
            .process()
            .failure("did not see " + want + " in " + TIMEOUT.toSeconds() + " s, but " + page);
      }

      LockSupport.parkNanos(POLL_NANOS);
      page = read();
    }
  }

  /** Whether an attribute has a value. */
  static Predicate<String> attribute(String name, Object value) {
    Pattern pattern =
        Pattern.compile("\"" + name + "\"\\s*:\\s*\"?" + Pattern.quote(value.toString()) + "\\b");
    return page -> pattern.matcher(page).find();
  }

  private String read() throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
