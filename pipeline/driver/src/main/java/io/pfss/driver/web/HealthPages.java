package io.pfss.driver.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Health as orchestrators and load balancers ask for it. A question costs nothing and never hangs:
 * the answer is what the driver saw last.
 *
 * <ul>
 *   <li>{@code /health/live}: 200 while the process lives.
 *   <li>{@code /health/ready}: 200 when every check is fine, else 503; JSON, a line for each check.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class HealthPages {
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The driver looks every 5 s, and waits some seconds for each part that does not answer. */
  private static final Duration OLDEST = Duration.ofSeconds(60);

  private volatile Seen seen =
      new Seen(List.of(new HealthCheck("pipeline", false, "not started yet")), System.nanoTime());

  /** The pages by their paths. */
  public Map<String, WebPage> pages() {
    return Map.of(
        "/health/live",
        request -> WebResponse.text(JSON, "{\"live\":true}\n"),
        "/health/ready",
        request -> ready());
  }

  /** Takes what was found now. */
  public void update(List<HealthCheck> checks) {
    seen = new Seen(List.copyOf(checks), System.nanoTime());
  }

  private WebResponse ready() {
    Seen last = seen;
    List<HealthCheck> checks = new ArrayList<>(last.checks());
    Duration age = Duration.ofNanos(System.nanoTime() - last.nanos());
    if (age.compareTo(OLDEST) > 0) {
      checks.add(new HealthCheck("driver", false, "last looked " + age.toSeconds() + " s ago"));
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
