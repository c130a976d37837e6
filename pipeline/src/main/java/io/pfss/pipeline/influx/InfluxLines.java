package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.List;
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
   * Writes all lines, times in ms.
   *
   * @throws InfluxRefusedException if the server refuses the writer or is not to be trusted
   * @throws IOException if the server is away for a minute, or refuses a line
   */
  public void write(List<String> lines) throws IOException {
    try {
      writer.write(lines, Function.identity(), InfluxLines::refuse);
    } catch (RefusedLineException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while InfluxDB is written to", e);
    }
  }

  private static void refuse(String line, String reason) {
    throw new RefusedLineException("InfluxDB refuses " + line + ": " + reason);
  }

  private static final class RefusedLineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedLineException(String message) {
      super(message);
    }
  }
}
