// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Health endpoints for orchestrators and load balancers. A request is cheap and never blocks: the
 * response is the result of the driver's last checks.
 *
 * <ul>
 *   <li>{@code /health/live}: 200 while the process runs.
 *   <li>{@code /health/ready}: 200 if every check is good, otherwise 503; JSON with one line per
 *       check.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class HealthPages {
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The driver checks every 5 s and waits some seconds for each part that does not respond. */
  private static final Duration MAX_AGE = Duration.ofSeconds(60);

  private volatile Seen seen =
      new Seen(List.of(new HealthCheck("pipeline", false, "not started yet")), System.nanoTime());

  /** Returns the pages by path. */
  public Map<String, WebPage> pages() {
    return Map.of(
        "/health/live",
        request -> WebResponse.text(JSON, "{\"live\":true}\n"),
        "/health/ready",
        request -> ready());
  }

  /** Replaces the results with new ones. */
  public void update(List<HealthCheck> checks) {
    seen = new Seen(List.copyOf(checks), System.nanoTime());
  }

  private WebResponse ready() {
    Seen last = seen;
    List<HealthCheck> checks = new ArrayList<>(last.checks());
    Duration age = Duration.ofNanos(System.nanoTime() - last.nanos());
    if (age.compareTo(MAX_AGE) > 0) {
      checks.add(new HealthCheck("driver", false, "last check " + age.toSeconds() + " s ago"));
    }

    boolean isReady = checks.stream().allMatch(HealthCheck::ok);
    String lines = checks.stream().map(HealthPages::line).collect(Collectors.joining(",\n"));
    return WebResponse.of(
        isReady ? 200 : 503, JSON, "{\"ready\":" + isReady + ",\"checks\":[\n" + lines + "\n]}\n");
  }

  private static String line(HealthCheck check) {
    return MAPPER.valueToTree(check).toString();
  }

  private record Seen(List<HealthCheck> checks, long nanos) {}
}
