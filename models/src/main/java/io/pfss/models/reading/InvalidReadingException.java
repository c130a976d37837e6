// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import java.util.Objects;

/** A record of topic {@code heat} that is not a valid reading; the message names the value. */
public final class InvalidReadingException extends Exception {
  private final ErrorCode code;

  public InvalidReadingException(ErrorCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
  }

  public InvalidReadingException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** Returns the error code, for the dead letter's header. */
  public ErrorCode code() {
    return code;
  }
}
