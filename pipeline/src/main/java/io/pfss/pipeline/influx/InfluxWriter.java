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
 * Writes batches so that every point ends in InfluxDB or with the caller as refused.
 *
 * <p>A server that is away, busy or ill is tried again with growing, random pauses. Of a batch with
 * points that are too old, the server writes the rest. One that is refused for another reason is
 * halved until the points at fault stand alone; what of it was written before is written again,
 * which changes nothing. Where too many are at fault to tell them apart, whole parts are refused,
 * good points among them.
 */
final class InfluxWriter {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxWriter.class);
  private static final String TRUST_SETTING = "--influxCaFile";

  /** As many as find about five points at fault among 5,000. */
  private static final int MAX_REJECTIONS = 64;

  /** Short: nobody sees what is new before the next try. */
  private static final Duration MAX_PAUSE = Duration.standardSeconds(2);

  private final InfluxConnection connection;
  private final FluentBackoff backoff;

  /**
   * Writes to a destination.
   *
   * @param retryFor how long a server may be away; zero for one try
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
   * @param refused takes each point that the server will never take, and why
   * @throws InfluxRefusedException if the server refuses the writer or is not to be trusted
   * @throws IOException if the server is away for too long
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
   * @param rejections how many more answers may say that something is wrong with them
   * @return how many more still may
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
   * Asks once whether the server would take points, by a write of none. One that is away may come
   * yet: that is only logged.
   *
   * @throws InfluxRefusedException if it will not
   */
  void check() throws InfluxRefusedException {
    try {
      IOException failure = tryToWrite(List.of());
      if (failure != null) {
        LOG.warn(
            "InfluxDB at {} is unavailable, retrying: {}", connection.url(), failure.toString());
      }
    } catch (InfluxStatusException e) {
      LOG.debug("To InfluxDB 2.x, that there is no point is a mistake", e);
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
                + " did not take a batch in "
                + tries
                + " tries: "
                + failure.getMessage(),
            failure);
      }

      LOG.warn("InfluxDB at {}, try {}: {}", connection.url(), tries, failure.toString());
    }
  }

  /**
   * Writes once.
   *
   * @return what went wrong if another try may go well; null if nothing did
   * @throws InfluxStatusException if something is wrong with the lines
   * @throws InfluxRefusedException if no lines will be taken
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
          "takes no points: "
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

  /** A point and its line. */
  private record Line<T>(T point, String text) {
    private static final Pattern TIME = Pattern.compile("-?\\d{1,18}");

    /**
     * The line's time, which it ends with; that of the server, after all others, if it has none.
     * Looked for only where a line is dropped: in each line it costs a tenth of a reading's work.
     */
    long timeMillis() {
      String last = text.substring(text.lastIndexOf(' ') + 1);
      return TIME.matcher(last).matches() ? Long.parseLong(last) : Long.MAX_VALUE;
    }
  }
}
