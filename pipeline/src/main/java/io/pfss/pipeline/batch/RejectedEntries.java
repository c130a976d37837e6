// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.HeatJson;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the invalid entries of one file: a line of JSON for each, with its line and column, the
 * error and its text. Nothing is written if all entries are valid.
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

  /** Adds an entry. */
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

  /** Publishes the file or, without invalid entries, deletes the file of an earlier run. */
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
