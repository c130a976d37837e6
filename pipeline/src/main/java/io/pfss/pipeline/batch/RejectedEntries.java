package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.HeatJson;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * The invalid entries of one file, each a line of JSON: where it stands, why it is invalid, and
 * what it is. A file without any leaves none.
 */
final class RejectedEntries implements AutoCloseable {
  private static final int MAX_BYTES = 64 * 1024;

  private final ReportFolder folder;
  private final String name;
  private final HistoryBytes bytes;
  private ReportFolder.@Nullable Draft lines;
  private long count;

  RejectedEntries(ReportFolder folder, String name, HistoryBytes bytes) {
    this.folder = folder;
    this.name = name;
    this.bytes = bytes;
  }

  /** Takes in an entry. */
  void add(InvalidEntryException entry) throws IOException {
    if (lines == null) {
      lines = folder.create(name);
    }

    JsonLocation start = entry.start();
    long length = entry.end().getByteOffset() - start.getByteOffset();
    String text =
        start.getByteOffset() < 0
            ? ""
            : bytes.text(start.getByteOffset(), (int) Math.min(length, MAX_BYTES));
    StringWriter line = new StringWriter();
    try (JsonGenerator json = HeatJson.FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("line", start.getLineNr());
      json.writeNumberField("column", start.getColumnNr());
      json.writeStringField("error", entry.code().name());
      json.writeStringField("reason", entry.getMessage());
      json.writeStringField("entry", text);
      json.writeEndObject();
    }

    lines.line(line.toString());
    count++;
  }

  long count() {
    return count;
  }

  /** Makes the file seen, or removes that of an earlier run if there is none. */
  void publish() throws IOException {
    if (lines == null) {
      folder.delete(name);
    } else {
      lines.publish();
    }
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
    }
  }
}
