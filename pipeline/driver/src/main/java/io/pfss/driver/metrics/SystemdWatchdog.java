// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.driver.web.HealthCheck;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to systemd, if it has started this process, that the job is up, and then that it still
 * works. Without a report for {@code WatchdogSec} systemd restarts the job.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify(3)</a>
 */
final class SystemdWatchdog {
  private static final Logger LOG = LoggerFactory.getLogger(SystemdWatchdog.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long TIMEOUT_SECONDS = 5;

  private final boolean isStartedBySystemd;

  SystemdWatchdog(Map<String, String> environment) {
    isStartedBySystemd = environment.containsKey(SOCKET);
  }

  /** Reports to systemd what the checks say. */
  void report(List<HealthCheck> checks) {
    if (!isStartedBySystemd || isHung(checks)) {
      return;
    }

    send();
  }

  /**
   * Returns whether a restart can help: the pipeline does not run, or it makes no progress although
   * all that it needs works.
   */
  static boolean isHung(List<HealthCheck> checks) {
    List<String> bad = checks.stream().filter(check -> !check.ok()).map(HealthCheck::part).toList();
    return bad.contains("pipeline") || bad.equals(List.of("positions"));
  }

  /** Java has no datagram sockets of Unix, so systemd's own program sends the message. */
  private static void send() {
    try {
      // Ready each time: a systemd before 246 may miss a message whose sender has ended.
      Process notify =
          new ProcessBuilder("systemd-notify", "READY=1", "WATCHDOG=1")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!notify.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || notify.exitValue() != 0) {
        notify.destroyForcibly();
        LOG.warn("systemd-notify failed; systemd will restart the job");
      }
    } catch (IOException e) {
      LOG.warn("systemd-notify not found; systemd will restart the job error={}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
