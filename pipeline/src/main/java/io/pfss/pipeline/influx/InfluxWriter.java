package io.pfss.pipeline.influx;

import io.pfss.models.tls.CertificateProblem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
  private static final String TRUST_SETTING = "--influxCaFile";

  /** Short: nobody sees what is new before the next try. */
  private static final Duration MAX_PAUSE = Duration.standardSeconds(2);

  private final InfluxConnection connection;
  private final String url;
  private final FluentBackoff backoff;

  /**
   * Writes to a destination.
   *
   * @param retryFor how long a server may be away; zero for one try
   */
  InfluxWriter(InfluxConnection connection, String url, Duration retryFor) {
    this.connection = connection;
    this.url = url;
    this.backoff =
        retryFor.equals(Duration.ZERO)
            ? FluentBackoff.DEFAULT.withMaxRetries(0)
            : FluentBackoff.DEFAULT
                .withInitialBackoff(Duration.millis(200))
                .withMaxBackoff(MAX_PAUSE)
                .withMaxCumulativeBackoff(retryFor);
  }

  /**
   * Writes points.
   *
   * @param refused takes each point that the server will never take, and why
   * @throws InfluxRefusedException if the server refuses the writer or is not to be trusted
   * @throws IOException if the server is away for too long
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

  /**
   * Asks once whether the server would take points, by a write of none. One that is away may come
   * yet: that is only logged.
   *
   * @throws InfluxRefusedException if it will not
   */
  void check() throws InfluxRefusedException {
    try {
      IOException failure = tryToWrite(List.of());
      if (failure != null) {
        LOG.warn("InfluxDB at {} is unavailable, retrying: {}", url, failure.toString());
      }
    } catch (InfluxRefusedException e) {
      throw e;
    } catch (InfluxStatusException e) {
      // To a 2.x, that there is no point is a mistake.
      if (!e.isRejection()) {
        throw new InfluxRefusedException(
            url, "takes no points: " + e.getMessage() + ". Check the database or the bucket", e);
      }
    } catch (IOException e) {
      LOG.warn("InfluxDB at {} is unavailable, retrying: {}", url, e.toString());
    }
  }

  private void writeWithRetry(List<String> lines) throws IOException, InterruptedException {
    BackOff pauses = backoff.backoff();
    int tries = 0;
    while (true) {
      IOException failure = tryToWrite(lines);
      if (failure == null) {
        return;
      }

      tries++;
      if (!BackOffUtils.next(Sleeper.DEFAULT, pauses)) {
        throw new IOException(
            "InfluxDB at "
                + url
                + " did not take a batch in "
                + tries
                + " tries: "
                + failure.getMessage(),
            failure);
      }

      LOG.warn("InfluxDB at {}, try {}: {}", url, tries, failure.toString());
    }
  }

  /**
   * Writes once.
   *
   * @return what went wrong if another try may go well; null if nothing did
   * @throws IOException if no other try will
   */
  private IOException tryToWrite(List<String> lines) throws IOException {
    try {
      writeOrCreate(lines);
      return null;
    } catch (InfluxStatusException e) {
      if (e.isRefusal()) {
        throw new InfluxRefusedException(
            url,
            "refuses the user or token: "
                + e.getMessage()
                + ". Check the user, and the password or token in its file or the environment",
            e);
      }

      if (!e.isTransient()) {
        throw e;
      }

      return e;
    } catch (IOException e) {
      Optional<String> distrust = CertificateProblem.in(e, TRUST_SETTING);
      if (distrust.isPresent()) {
        throw new InfluxRefusedException(url, "is not to be trusted: " + distrust.get(), e);
      }

      return e;
    }
  }

  private void writeOrCreate(List<String> lines) throws IOException {
    try {
      connection.write(lines);
    } catch (InfluxStatusException e) {
      if (!e.isAbsentDatabase()) {
        throw e;
      }

      connection.createAbsentDatabase();
      connection.write(lines);
    }
  }
}
