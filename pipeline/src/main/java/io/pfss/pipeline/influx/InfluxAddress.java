package io.pfss.pipeline.influx;

import java.io.Serializable;
import java.util.Objects;
import okhttp3.HttpUrl;

/**
 * Where an InfluxDB is.
 *
 * @param url as {@code http://host:8086} or {@code https://host/influx}, with or without a slash at
 *     its end
 * @param caFile PEM file, on any Beam file system, of the authorities whose certificates are
 *     trusted; empty for those that Java trusts
 */
public record InfluxAddress(String url, String caFile) implements Serializable {
  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if the URL is not one of InfluxDB, or has a user in it
   */
  public InfluxAddress {
    Objects.requireNonNull(caFile, "caFile");
    if (url.indexOf('@') >= 0 || url.indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "InfluxDB's address has more in it than a host and a port, as a user or a password, which"
              + " would be seen in logs and process lists: put it into a file or the environment");
    }

    HttpUrl address = HttpUrl.parse(url);
    if (address == null || url.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "Not the address of an InfluxDB, as https://host/influx or http://host:8086: " + url);
    }

    if (!caFile.isEmpty() && url.startsWith("http://")) {
      throw new IllegalArgumentException(
          "A file of authorities to trust, " + caFile + ", asks for https://, not " + url);
    }
  }

  /** The URL that the paths of InfluxDB's API are relative to: it ends with a slash. */
  String base() {
    return url.endsWith("/") ? url : url + '/';
  }

  /** An InfluxDB whose certificate, if it has one, is by an authority that Java trusts. */
  public static InfluxAddress at(String url) {
    return new InfluxAddress(url, "");
  }

  /** The same InfluxDB, with a file of the authorities to trust; empty for those of Java. */
  public InfluxAddress withCaFile(String file) {
    return new InfluxAddress(url, file);
  }
}
