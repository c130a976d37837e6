// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.io.Serializable;
import java.util.Objects;
import okhttp3.HttpUrl;

/**
 * The address of an InfluxDB.
 *
 * @param url {@code http://host:8086} or {@code https://host/influx}, with or without a slash at
 *     the end
 * @param caFile PEM file, on any Beam file system, with the certificate authorities to trust; empty
 *     for those that Java trusts
 */
public record InfluxAddress(String url, String caFile) implements Serializable {
  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if the URL cannot be one of InfluxDB, or contains a user
   */
  public InfluxAddress {
    Objects.requireNonNull(caFile, "caFile");
    if (url.indexOf('@') >= 0 || url.indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "InfluxDB's address contains more than a host, a port and a path, such as a user or a"
              + " password, which logs and process lists would show: put it into a file or the"
              + " environment");
    }

    HttpUrl address = HttpUrl.parse(url);
    if (address == null || url.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "Not the address of an InfluxDB, such as https://host/influx or http://host:8086: "
              + url);
    }

    if (!caFile.isEmpty() && url.startsWith("http://")) {
      throw new IllegalArgumentException(
          "The CA file " + caFile + " requires an https:// URL, not " + url);
    }
  }

  /** Returns the URL that the paths of InfluxDB's API are relative to, with a slash at the end. */
  String base() {
    return url.endsWith("/") ? url : url + '/';
  }

  /** Returns the address of an InfluxDB whose certificate, if it has one, Java trusts. */
  public static InfluxAddress at(String url) {
    return new InfluxAddress(url, "");
  }

  /** Sets a file with the certificate authorities to trust; empty for those that Java trusts. */
  public InfluxAddress withCaFile(String file) {
    return new InfluxAddress(url, file);
  }
}
