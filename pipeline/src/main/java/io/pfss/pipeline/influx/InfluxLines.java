package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.joda.time.Duration;

/** Writes lines of line protocol that are there already, as those of dead letters. */
public final class InfluxLines {
  private static final Pattern EXPIRY = Pattern.compile("points (beyond|outside) retention policy");
  private static final String TOO_NEW = "Upper Bound";
  private static final Duration RETRY_FOR = Duration.standardMinutes(1);

  private final InfluxConnection connection;
  private final InfluxWriter writer;

  private InfluxLines(InfluxConnection connection, Duration retryFor) {
    this.connection = connection;
    this.writer = new InfluxWriter(connection, retryFor);
  }

  /**
   * Writes to an InfluxDB.
   *
   * @throws IOException if the host's name is not known
   */
  public static InfluxLines to(InfluxAddress address, InfluxDestination destination)
      throws IOException {
    return new InfluxLines(InfluxConnection.of(address, destination), RETRY_FOR);
  }

  /**
   * Whether a point is older than its retention policy keeps: it will never be taken.
   *
   * @param why it was refused
   */
  public static boolean isExpiry(String why) {
    return EXPIRY.matcher(why).find() && !why.contains(TOO_NEW);
  }

  /** The same with one try: who writes again soon need not wait. */
  public InfluxLines withoutRetry() {
    return new InfluxLines(connection, Duration.ZERO);
  }

  /**
   * Writes lines, times in ms.
   *
   * @param refused takes each line that the server will never take, and why
   * @throws InfluxRefusedException if the server refuses the writer or is not to be trusted
   * @throws IOException if the server is away for a minute, or at the only try
   */
  public <T> void write(
      List<T> deadLetters, Function<T, String> toLine, BiConsumer<T, String> refused)
      throws IOException {
    try {
      writer.write(deadLetters, toLine, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while InfluxDB is written to", e);
    }
  }
}
