package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches so that every point ends in InfluxDB or with the caller as refused.
 *
 * <p>A server that is away, busy or ill is tried again with growing, random pauses. A batch that is
 * refused is halved until the points at fault stand alone; what of it was written before is written
 * again, which changes nothing.
 */
final class InfluxWriter {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxWriter.class);

  private final InfluxConnection connection;
  private final String url;
  private final FluentBackoff backoff;

  InfluxWriter(InfluxConnection connection, String url, Duration retryFor) {
    this.connection = connection;
    this.url = url;
    this.backoff =
        FluentBackoff.DEFAULT
            .withInitialBackoff(Duration.millis(200))
            .withMaxBackoff(Duration.standardSeconds(10))
            .withMaxCumulativeBackoff(retryFor);
  }

  /**
   * Writes points.
   *
   * @param refused takes each point that the server will never take, and why
   * @throws IOException if the server is away for too long, or refuses the writer
   */
  <T> void write(List<T> points, Function<T, String> toLine, BiConsumer<T, String> refused)
      throws IOException, InterruptedException {
    if (points.isEmpty()) {
      return;
    }

    List<String> lines = points.stream().map(toLine).toList();
    try {
      writeWithRetry(lines);
    } catch (InfluxStatusException e) {
      if (!e.isRejection()) {
        throw e;
      }

      if (points.size() == 1) {
        refused.accept(points.get(0), e.getMessage());
        return;
      }

      int half = points.size() / 2;
      write(points.subList(0, half), toLine, refused);
      write(points.subList(half, points.size()), toLine, refused);
    }
  }

  private void writeWithRetry(List<String> lines) throws IOException, InterruptedException {
    BackOff pauses = backoff.backoff();
    List<String> failures = new ArrayList<>();
    while (true) {
      try {
        connection.write(lines);
        return;
      } catch (InfluxStatusException e) {
        if (e.isAbsentDatabase()) {
          connection.createAbsentDatabase();
        } else if (e.isRefusal()) {
          throw new IOException(
              "InfluxDB at " + url + " refuses the user or token: " + e.getMessage(), e);
        } else if (!e.isTransient()) {
          throw e;
        }

        failures.add(e.getMessage());
      } catch (IOException e) {
        failures.add(e.toString());
      }

      String failure = failures.get(failures.size() - 1);
      if (!BackOffUtils.next(Sleeper.DEFAULT, pauses)) {
        throw new IOException(
            "InfluxDB at "
                + url
                + " did not take a batch in "
                + failures.size()
                + " tries: "
                + failure);
      }

      LOG.warn("InfluxDB at {}, try {}: {}", url, failures.size(), failure);
    }
  }
}
