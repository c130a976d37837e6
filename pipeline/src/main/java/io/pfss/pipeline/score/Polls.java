package io.pfss.pipeline.score;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a process looks at again and again, beside the readings' way. */
final class Polls {
  private static final ScheduledExecutorService POLLS =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pfss-polls");
            thread.setDaemon(true);
            return thread;
          });

  private Polls() {}

  /** Looks every so many s, for as long as the process lives; a look throws nothing. */
  static void every(long seconds, Runnable look) {
    POLLS.scheduleWithFixedDelay(look, seconds, seconds, TimeUnit.SECONDS);
  }
}
