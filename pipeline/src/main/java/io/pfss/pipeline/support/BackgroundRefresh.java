package io.pfss.pipeline.support;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process looks at again and again, beside the readings' way. */
public final class BackgroundRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRefresh.class);
  private static final ScheduledExecutorService POLLS =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-polls").setDaemon(true).build());

  private BackgroundRefresh() {}

  /** Looks every so many s, for as long as the process lives, even where a look fails. */
  public static void every(long seconds, Runnable look) {
    Future<?> unused =
        POLLS.scheduleWithFixedDelay(
            () -> {
              try {
                look.run();
              } catch (RuntimeException | Error e) {
                // The executor would end the looks, and tell nobody.
                LOG.error("A look in the background failed; the next is in {} s", seconds, e);
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS);
  }
}
