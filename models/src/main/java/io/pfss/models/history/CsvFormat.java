// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.text.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table with a reading in each row, whose first row names the fields of {@code WideFormat}. An
 * empty cell is null.
 */
final class CsvFormat implements HistoryFormat {
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");

  private final Entries.Entry<HeatReading> entry;
  private final List<String> header;

  private CsvFormat(List<String> header, Entries.Entry<HeatReading> entry) {
    this.header = header;
    this.entry = entry;
  }

  /**
   * Reads the header.
   *
   * @param entry reads a row as an object
   * @throws InvalidReadingException if the first row names no measure, or a field twice
   */
  static CsvFormat of(JsonParser parser, FieldNames names, Entries.Entry<HeatReading> entry)
      throws IOException, InvalidReadingException {
    parser.nextToken();
    parser.nextToken();
    List<String> header = cells(parser).stream().map(FieldNames::normal).toList();
    if (header.stream().noneMatch(name -> names.measure(name).isPresent())) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "its first line names none of the 23 measures: " + header);
    }

    if (new HashSet<>(header).size() < header.size()) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "its first line has a name twice: " + header);
    }

    return new CsvFormat(header, entry);
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    parser.nextToken();
    parser.skipChildren();
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException {
    if (parser.nextToken() == null) {
      return Optional.empty();
    }

    parser.nextToken();
    JsonLocation start = parser.currentTokenLocation();
    List<String> cells = cells(parser);
    try {
      return Optional.of(reading(cells));
    } catch (InvalidReadingException e) {
      throw new InvalidEntryException(start, parser.currentLocation(), e);
    }
  }

  private HeatReading reading(List<String> cells) throws IOException, InvalidReadingException {
    if (cells.size() != header.size()) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA,
          Message.of("the row has %d cells, and the first line %d", cells.size(), header.size()));
    }

    try (TokenBuffer object = new TokenBuffer(null, false)) {
      object.writeStartObject();
      for (int i = 0; i < cells.size(); i++) {
        object.writeFieldName(header.get(i));
        write(cells.get(i), object);
      }

      object.writeEndObject();
      try (JsonParser fields = object.asParser()) {
        fields.nextToken();
        return entry.read(fields);
      }
    }
  }

  private static void write(String cell, TokenBuffer object) throws IOException {
    if (cell.isEmpty()) {
      object.writeNull();
    } else if (INTEGER.matcher(cell).matches()) {
      object.writeNumber(Long.parseLong(cell));
    } else if (NUMBER.matcher(cell).matches()) {
      object.writeNumber(Double.parseDouble(cell));
    } else {
      object.writeString(cell);
    }
  }

  /** Reads the rest of a row; the parser is at a cell or at the row's end. */
  private static List<String> cells(JsonParser parser) throws IOException {
    List<String> cells = new ArrayList<>();
    while (parser.currentToken() == JsonToken.VALUE_STRING) {
      cells.add(parser.getText());
      parser.nextToken();
    }

    return cells;
  }
}
