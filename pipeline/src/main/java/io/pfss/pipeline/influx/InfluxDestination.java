package io.pfss.pipeline.influx;

import io.pfss.pipeline.support.Secret;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where in an InfluxDB points go, and who writes them. */
public sealed interface InfluxDestination extends Serializable {

  /**
   * A database of InfluxDB 1.x.
   *
   * @param database its name; created if absent
   * @param retentionPolicy created if absent: 24 h, the database's default
   * @param user empty for none
   * @param password of the user; null for none
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
   * A bucket of InfluxDB 2.x, which must exist: its retention is its owner's.
   *
   * @param organization its owner
   * @param bucket its name
   * @param token with the right to write
   */
  record Bucket(String organization, String bucket, Secret token) implements InfluxDestination {
    public Bucket {
      requireName(organization, "organization");
      requireName(bucket, "bucket");
      Objects.requireNonNull(token, "token");
    }
  }

  /**
   * A name of InfluxDB 1.x, which makes folders of them.
   *
   * @param what has the name
   * @throws IllegalArgumentException if InfluxDB would not take it
   */
  static String requireDatabaseName(String name, String what) {
    if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("Not the name of a " + what + ": '" + name + "'");
    }

    return requireName(name, what);
  }

  /**
   * A name of InfluxDB's.
   *
   * @param what has the name
   * @throws IllegalArgumentException if it is blank or cannot stand in a query
   */
  static String requireName(String name, String what) {
    if (name.isBlank() || name.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
      throw new IllegalArgumentException("Not the name of a " + what + ": '" + name + "'");
    }

    return name;
  }
}
