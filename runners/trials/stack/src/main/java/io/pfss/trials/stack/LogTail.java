package io.pfss.trials.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a process has written to its log since the last look. */
public final class LogTail {
  private final Path log;
  private long read;

  /** Begins with the log's first line. */
  public LogTail(Path log) {
    this.log = log;
  }

  /**
   * The lines that are whole since the last call.
   *
   * @throws IOException if the log is not there
   */
  public String next() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < read) {
        // A new file has taken its place.
        read = 0;
      }

      byte[] bytes = new byte[Math.toIntExact(file.length() - read)];
      file.seek(read);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      read += whole.getBytes(StandardCharsets.UTF_8).length;
      return whole;
    }
  }
}
