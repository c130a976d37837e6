// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** The fields of a long-format object outside its data. */
final class LongHeader {
  static final String DATA = "data";

  private static final String DEVICE = "DEVICE_ID";
  private static final String BOARD = "DEVICE_BD_ID";

  private String device = "";
  private String board = "";
  private boolean ofLongFormat;

  private LongHeader() {}

  /** Reads the first object of a file; the parser is before the first token. */
  static LongHeader read(JsonParser parser) throws IOException {
    LongHeader header = new LongHeader();
    parser.nextToken();
    String name;
    while (!header.isComplete() && (name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      header.ofLongFormat |= name.equals(DATA) || name.equals(DEVICE) || name.equals(BOARD);
      boolean hasText = token.isScalarValue() && token != JsonToken.VALUE_NULL;
      if (name.equals(DEVICE)) {
        header.device = hasText ? parser.getText() : "";
      } else if (name.equals(BOARD)) {
        header.board = hasText ? parser.getText() : "";
      }

      parser.skipChildren();
    }

    return header;
  }

  /** Whether the object has any field of the long format. */
  boolean isOfLongFormat() {
    return ofLongFormat;
  }

  /**
   * Returns the sensor: DEVICE_BD_ID or else DEVICE_ID if it is a number, otherwise a hash of both;
   * empty if both are missing.
   */
  OptionalLong sensorId() {
    if (device.isEmpty() && board.isEmpty()) {
      return OptionalLong.empty();
    }

    return OptionalLong.of(
        List.of(board, device).stream()
            .filter(id -> id.matches("\\d{1,18}"))
            .map(Long::valueOf)
            .findFirst()
            .orElseGet(this::hash));
  }

  private boolean isComplete() {
    return !device.isEmpty() && !board.isEmpty();
  }

  private long hash() {
    byte[] both = (device + "/" + board).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(both).getMostSignificantBits() >>> 1;
  }
}
