package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** InfluxDB answered with an error. */
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

  /** Whether the same request may be taken later: the server is busy or ill. */
  boolean isTransient() {
    return status >= 500 || status == 429 || status == 408;
  }

  /** Whether the request's content is at fault. */
  boolean isRejection() {
    return status == 400 || status == 413 || status == 422;
  }

  /** Of how many points the server says that it has not written them; empty if it does not say. */
  OptionalInt droppedPoints() {
    Matcher dropped = DROPPED.matcher(getMessage());
    return dropped.find()
        ? OptionalInt.of(Integer.parseInt(dropped.group(1)))
        : OptionalInt.empty();
  }

  /**
   * Whether points are older than the retention policy keeps, and nothing else is wrong: the server
   * has written all others. It drops the oldest.
   */
  boolean isExpiry() {
    return InfluxLines.isExpiry(getMessage());
  }

  /**
   * Whether the database or the retention policy is absent: a 1.x server says so with 404 or 500.
   */
  boolean isAbsentDatabase() {
    return getMessage().contains("database not found")
        || getMessage().contains("retention policy not found");
  }

  /** Whether who writes has no right to. */
  boolean isRefusal() {
    return status == 401 || status == 403;
  }
}
