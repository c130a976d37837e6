package io.pfss.driver;

import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for a file that says that the job shall end. */
final class StopFile {
  private static final Logger LOG = LoggerFactory.getLogger(StopFile.class);
  private static final long PERIOD_SECONDS = 2;

  private final String file;
  private final StopSignal stop;

  private StopFile(String file, StopSignal stop) {
    this.file = file;
    this.stop = stop;
  }

  /**
   * Begins to look, as long as the process lives.
   *
   * @param file empty for none
   * @throws IllegalArgumentException if the file is there already
   * @throws IOException if its file system does not answer
   */
  static void watch(String file, StopSignal stop) throws IOException {
    StopFile watch = new StopFile(file, stop);
    if (!file.isEmpty()) {
      if (watch.exists()) {
        throw new IllegalArgumentException(
            "--stopFile=" + file + " exists already, so the job would end at once: delete it");
      }

      Executors.newSingleThreadScheduledExecutor(
              new ThreadFactoryBuilder().setNameFormat("pfss-stop-file").setDaemon(true).build())
          .scheduleWithFixedDelay(watch::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look() {
    try {
      if (exists()) {
        stop.stop(file + " exists");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot look for {}, and will try again", file, e);
    }
  }

  private boolean exists() throws IOException {
    return new NamedFile(file).exists();
  }
}
