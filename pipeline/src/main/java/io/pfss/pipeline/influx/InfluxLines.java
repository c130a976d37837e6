// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.joda.time.Duration;

/** Writes existing lines of line protocol, such as those in dead letters. */
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
   * Whether a point was refused, for ever, because it is older than the retention policy.
   *
   * @param why reason of the refusal
   */
  public static boolean isExpiry(String why) {
    return EXPIRY.matcher(why).find() && !why.contains(TOO_NEW);
  }

  /** Returns a writer that tries only once, for callers that write again soon. */
  public InfluxLines withoutRetry() {
    return new InfluxLines(connection, Duration.ZERO);
  }

  /**
   * Writes lines with times in ms.
   *
   * @param refused receives each line that the server will never accept, and the reason
   * @throws InfluxRefusedException if the server refuses the user or token, or its certificate is
   *     not trusted
   * @throws IOException if the server is unavailable for a minute, or at the only try
   */
  public <T> void write(
      List<T> deadLetters, Function<T, String> toLine, BiConsumer<T, String> refused)
      throws IOException {
    try {
      writer.write(deadLetters, toLine, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while writing to InfluxDB", e);
    }
  }
}
