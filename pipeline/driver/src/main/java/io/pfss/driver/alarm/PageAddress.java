// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import java.net.URI;
import java.util.Optional;

/**
 * The address under which people reach the driver's pages.
 *
 * @param url without a slash at the end
 */
public record PageAddress(String url) {
  /**
   * Returns the address; empty if there are no pages.
   *
   * @param given the value of {@code --pageUrl}; empty: the server's own address
   * @param server the server's own address; empty if there is no server
   * @throws IllegalArgumentException if the given address is wrong; the user sees the message
   */
  public static Optional<PageAddress> of(String given, Optional<URI> server) {
    return given.isEmpty()
        ? server.map(own -> new PageAddress(own.toString()))
        : Optional.of(new PageAddress(AlertmanagerClient.address("pageUrl", given)));
  }

  /** Returns the address of the overview. */
  String overview() {
    return url + "/";
  }

  /** Returns the address of a facility's page. */
  public String facility(long sensorId) {
    return url + "/facility/" + sensorId;
  }
}
