// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.InvalidReadingException;
import java.io.IOException;
import java.time.Instant;

/** Reads the entries of a file; the parser is at an entry's end even if the entry is invalid. */
final class Entries {
  private Entries() {}

  /** Reads the entry at the parser's current token and moves the parser to the entry's end. */
  static <T> T read(JsonParser parser, Entry<T> entry) throws IOException, InvalidEntryException {
    JsonToken token = parser.currentToken();
    boolean opened = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    int depthAround = depth(parser) - (opened ? 1 : 0);
    JsonLocation start = parser.currentTokenLocation();
    try {
      return entry.read(parser);
    } catch (InvalidReadingException e) {
      while (depth(parser) > depthAround && parser.nextToken() != null) {
        parser.skipChildren();
      }

      throw new InvalidEntryException(start, parser.currentLocation(), e);
    }
  }

  /** Rejects a time after {@code latest}. */
  static void checkTime(long timeMillis, Instant latest) throws InvalidReadingException {
    if (timeMillis > latest.toEpochMilli()) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE,
          "the time is after " + latest + ": " + Instant.ofEpochMilli(timeMillis));
    }
  }

  private static int depth(JsonParser parser) {
    return parser.getParsingContext().getNestingDepth();
  }

  /** Reads one entry. */
  @FunctionalInterface
  interface Entry<T> {
    T read(JsonParser parser) throws IOException, InvalidReadingException;
  }
}
