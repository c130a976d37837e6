// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** InfluxDB answered with an error status. */
final class InfluxStatusException extends IOException {
  private static final long serialVersionUID = 1;
  private static final Pattern DROPPED = Pattern.compile("partial write: .* dropped=(\\d{1,9})");

  private final int status;

  InfluxStatusException(int status, String body) {
    super("HTTP status " + status + ": " + body);
    this.status = status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Whether the server may accept the same request later: it is busy or fails. */
  boolean isTransient() {
    return status >= 500 || status == 429 || status == 408;
  }

  /** Whether the server refuses the content of the request. */
  boolean isRejection() {
    return status == 400 || status == 413 || status == 422;
  }

  /** Returns how many points the server says it dropped; empty if it does not say. */
  OptionalInt droppedPoints() {
    Matcher dropped = DROPPED.matcher(getMessage());
    return dropped.find()
        ? OptionalInt.of(Integer.parseInt(dropped.group(1)))
        : OptionalInt.empty();
  }

  /**
   * Whether the only problem is points that are older than the retention policy. The server has
   * written all others; it drops the oldest.
   */
  boolean isExpiry() {
    return InfluxLines.isExpiry(getMessage());
  }

  /** Whether the database or the retention policy is missing; a 1.x server answers 404 or 500. */
  boolean isAbsentDatabase() {
    return getMessage().contains("database not found")
        || getMessage().contains("retention policy not found");
  }

  /** Whether the server refuses the user or token. */
  boolean isRefusal() {
    return status == 401 || status == 403;
  }
}
