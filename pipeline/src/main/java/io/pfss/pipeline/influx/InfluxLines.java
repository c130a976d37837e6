package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.joda.time.Duration;

/** Writes lines of line protocol that are there already, as those of dead letters. */
public final class InfluxLines {
  private static final Duration RETRY_FOR = Duration.standardMinutes(1);

  private final InfluxWriter writer;

  private InfluxLines(InfluxWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes to an InfluxDB.
   *
   * @throws IOException if the host's name is not known
   */
  public static InfluxLines to(InfluxAddress address, InfluxDestination destination)
      throws IOException {
    return new InfluxLines(
        new InfluxWriter(InfluxConnection.of(address, destination), address.url(), RETRY_FOR));
  }

  /**
   * Writes lines, times in ms.
   *
   * @param refused takes each line that the server will never take, and why
   * @throws InfluxRefusedException if the server refuses the writer or is not to be trusted
   * @throws IOException if the server is away for a minute
   */
  public <T> void write(List<T> letters, Function<T, String> toLine, BiConsumer<T, String> refused)
      throws IOException {
    try {
      writer.write(letters, toLine, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while InfluxDB is written to", e);
    }
  }
}
