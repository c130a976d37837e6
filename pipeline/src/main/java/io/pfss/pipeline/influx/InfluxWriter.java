// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import io.pfss.models.tls.CertificateProblem;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of points. Each point ends in InfluxDB or is passed to the caller as refused.
 *
 * <p>If the server is unavailable or busy, the writer retries with growing, random pauses. If some
 * points of a batch are too old, the server writes the others. A batch that is refused for another
 * reason is halved until the refused points are alone; points that were written before are written
 * again, which changes nothing. If too many points are refused to find them all, whole parts are
 * refused, with valid points among them.
 */
final class InfluxWriter {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxWriter.class);
  private static final String TRUST_SETTING = "--influxCaFile";

  /** Maximum refused requests per batch; enough to find about five refused points among 5,000. */
  private static final int MAX_REJECTIONS = 64;

  /** Short, because no new value is visible before the next try. */
  private static final Duration MAX_PAUSE = Duration.standardSeconds(2);

  private final InfluxConnection connection;
  private final FluentBackoff backoff;

  /**
   * Creates a writer to a destination.
   *
   * @param retryFor how long to retry while the server is unavailable; zero for one try
   */
  InfluxWriter(InfluxConnection connection, Duration retryFor) {
    this.connection = connection;
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
   * @param refused receives each point that the server will never accept, and the reason
   * @throws InfluxRefusedException if the server refuses the user or token, or its certificate is
   *     not trusted
   * @throws IOException if the server is unavailable for too long
   */
  <T> void write(List<T> points, Function<T, String> toLine, BiConsumer<T, String> refused)
      throws IOException, InterruptedException {
    List<Line<T>> lines =
        points.stream().map(point -> new Line<>(point, toLine.apply(point))).toList();
    write(lines, refused, MAX_REJECTIONS);
  }

  /**
   * Writes lines.
   *
   * @param rejections how many more requests the server may reject
   * @return how many of these are left
   */
  private <T> int write(List<Line<T>> lines, BiConsumer<T, String> refused, int rejections)
      throws IOException, InterruptedException {
    if (lines.isEmpty()) {
      return rejections;
    }

    try {
      writeWithRetry(lines.stream().map(Line::text).toList());
      return rejections;
    } catch (InfluxStatusException e) {
      OptionalInt dropped = e.droppedPoints();
      if (dropped.isPresent() && (dropped.getAsInt() == lines.size() || e.isExpiry())) {
        lines.stream()
            .sorted(Comparator.comparingLong(Line::timeMillis))
            .limit(dropped.getAsInt())
            .forEach(line -> refused.accept(line.point(), e.getMessage()));
        return rejections;
      }

      if (lines.size() == 1 || rejections == 0) {
        lines.forEach(line -> refused.accept(line.point(), e.getMessage()));
        return rejections;
      }

      int half = lines.size() / 2;
      int left = write(lines.subList(0, half), refused, rejections - 1);
      return write(lines.subList(half, lines.size()), refused, left);
    }
  }

  /**
   * Checks once whether the server would accept points, by a write without points. If the server
   * does not answer, only logs that, because it may start later.
   *
   * @throws InfluxRefusedException if it would refuse them
   */
  void check() throws InfluxRefusedException {
    try {
      IOException failure = tryToWrite(List.of());
      if (failure != null) {
        LOG.warn(
            "InfluxDB unavailable; retrying url={} error={}", connection.url(), failure.toString());
      }
    } catch (InfluxStatusException e) {
      LOG.debug("InfluxDB 2.x is available; it rejects a write without points", e);
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
                + connection.url()
                + " did not accept points in "
                + tries
                + " tries: "
                + failure.getMessage(),
            failure);
      }

      LOG.warn(
          "InfluxDB unavailable; retrying url={} tries={} error={}",
          connection.url(),
          tries,
          failure.toString());
    }
  }

  /**
   * Writes once.
   *
   * @return the failure if a retry may succeed; null on success
   * @throws InfluxStatusException if the server refuses these lines
   * @throws InfluxRefusedException if the server would refuse any lines
   */
  private @Nullable IOException tryToWrite(List<String> lines)
      throws InfluxStatusException, InfluxRefusedException {
    try {
      writeOrCreate(lines);
      return null;
    } catch (InfluxRefusedException e) {
      throw e;
    } catch (InfluxStatusException e) {
      if (e.isRefusal()) {
        throw new InfluxRefusedException(
            connection.url(),
            "refuses the user or token: "
                + e.getMessage()
                + ". Check the user, and the password or token in its file or the environment",
            e);
      }

      if (e.isTransient()) {
        return e;
      }

      if (e.isRejection()) {
        throw e;
      }

      throw new InfluxRefusedException(
          connection.url(),
          "does not accept points: "
              + e.getMessage()
              + ". Check the path of its URL, and the database or the bucket",
          e);
    } catch (IOException e) {
      Optional<String> distrust = CertificateProblem.in(e, TRUST_SETTING);
      if (distrust.isPresent()) {
        throw new InfluxRefusedException(
            connection.url(), "is not to be trusted: " + distrust.get(), e);
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

  /** A point with its line. */
  private record Line<T>(T point, String text) {
    private static final Pattern TIME = Pattern.compile("-?\\d{1,18}");

    /**
     * Returns the time at the end of the line, in ms since the epoch. A line without a time gets
     * the server's, so it sorts last. Called only if points are dropped: parsing each line would
     * cost a tenth of a reading's processor time.
     */
    long timeMillis() {
      String last = text.substring(text.lastIndexOf(' ') + 1);
      return TIME.matcher(last).matches() ? Long.parseLong(last) : Long.MAX_VALUE;
    }
  }
}
