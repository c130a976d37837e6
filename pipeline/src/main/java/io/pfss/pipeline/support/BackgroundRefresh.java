package io.pfss.pipeline.support;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;

/** What a process looks at again and again, beside the readings' way. */
public final class BackgroundRefresh {
  private static final ScheduledExecutorService POLLS =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-polls").setDaemon(true).build());

  private BackgroundRefresh() {}

  /** Looks every so many s, for as long as the process lives; a look throws nothing. */
  public static void every(long seconds, Runnable look) {
    POLLS.scheduleWithFixedDelay(look, seconds, seconds, TimeUnit.SECONDS);
  }
}
