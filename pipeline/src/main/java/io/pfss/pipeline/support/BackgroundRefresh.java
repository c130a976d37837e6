// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes cached values of a process periodically, in background threads: a database or file
 * system that does not respond does not delay the others.
 */
public final class BackgroundRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRefresh.class);
  private static final int THREADS = 4;
  private static final ScheduledExecutorService POLLS =
      Executors.newScheduledThreadPool(
          THREADS, new ThreadFactoryBuilder().setNameFormat("pfss-polls").setDaemon(true).build());

  private BackgroundRefresh() {}

  /** Runs {@code refresh} every {@code seconds} until the process ends, even if one run fails. */
  public static void every(long seconds, Runnable refresh) {
    Future<?> unused =
        POLLS.scheduleWithFixedDelay(
            () -> {
              try {
                refresh.run();
              } catch (RuntimeException | Error e) {
                // The executor would stop silently.
                LOG.error("Background refresh failed; next in {} s", seconds, e);
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS);
  }
}
