package io.pfss.pipeline.influx;

import java.io.IOException;

/** InfluxDB answered with an error. */
final class InfluxStatusException extends IOException {
  private final int status;

  InfluxStatusException(int status, String body) {
    super("HTTP status " + status + ": " + body);
    this.status = status;
  }

  /** Whether the same request may be taken later: the server is busy or ill. */
  boolean isTransient() {
    return status >= 500 || status == 429;
  }

  /** Whether the request's content is at fault. */
  boolean isRejection() {
    return status == 400 || status == 413 || status == 422;
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
