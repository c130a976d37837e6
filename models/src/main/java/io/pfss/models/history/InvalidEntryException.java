// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonLocation;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.InvalidReadingException;

/** An entry of a file is not a valid reading; the message says why. */
public final class InvalidEntryException extends Exception {
  private final ErrorCode code;
  private final JsonLocation start;
  private final JsonLocation end;

  InvalidEntryException(JsonLocation start, JsonLocation end, InvalidReadingException cause) {
    super(cause.getMessage(), cause);
    this.code = cause.code();
    this.start = start;
    this.end = end;
  }

  /** Returns the error code. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the location of the entry's beginning. */
  public JsonLocation start() {
    return start;
  }

  /** Returns the location after the entry's end. */
  public JsonLocation end() {
    return end;
  }
}
