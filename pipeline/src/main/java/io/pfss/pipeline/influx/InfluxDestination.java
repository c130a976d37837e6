// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import io.pfss.pipeline.support.Secret;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database or bucket that points are written to, with credentials. */
public sealed interface InfluxDestination extends Serializable {

  /**
   * A database of InfluxDB 1.x.
   *
   * @param database name of the database; created if missing
   * @param retentionPolicy name of its retention policy; if missing, created as the default, with
   *     24 h
   * @param user empty for none
   * @param password password of the user; null for none
   */
  record Database(String database, String retentionPolicy, String user, @Nullable Secret password)
      implements InfluxDestination {
    public Database {
      requireDatabaseName(database, "database");
      requireDatabaseName(retentionPolicy, "retention policy");
      if (!user.isEmpty()) {
        Objects.requireNonNull(password, "A user needs a password");
      }
    }
  }

  /**
   * A bucket of InfluxDB 2.x, which must exist. Its owner sets its retention.
   *
   * @param organization name of the organization that owns it
   * @param bucket name of the bucket
   * @param token token with write permission
   */
  record Bucket(String organization, String bucket, Secret token) implements InfluxDestination {
    public Bucket {
      requireName(organization, "organization");
      requireName(bucket, "bucket");
      Objects.requireNonNull(token, "token");
    }
  }

  /**
   * Checks a name of InfluxDB 1.x, which creates folders with such names.
   *
   * @param what kind of the name, for the message
   * @throws IllegalArgumentException if InfluxDB would refuse the name
   */
  static String requireDatabaseName(String name, String what) {
    if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("Not the name of a " + what + ": '" + name + "'");
    }

    return requireName(name, what);
  }

  /**
   * Checks a name in InfluxDB.
   *
   * @param what kind of the name, for the message
   * @throws IllegalArgumentException if it is blank or has a character that a query cannot contain
   */
  static String requireName(String name, String what) {
    if (name.isBlank() || name.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
      throw new IllegalArgumentException("Not the name of a " + what + ": '" + name + "'");
    }

    return name;
  }
}
