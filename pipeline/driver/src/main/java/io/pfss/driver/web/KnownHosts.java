// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of the header Host that the server accepts. A server on loopback is for users of this
 * machine only: otherwise a foreign page whose name resolves to loopback (DNS rebinding) could read
 * our pages with its script.
 */
final class KnownHosts {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:]+)(:[0-9]+)?");

  private final Set<String> names;

  private KnownHosts(Set<String> names) {
    this.names = names;
  }

  /**
   * Returns the accepted names of a server; any name if it does not listen on loopback.
   *
   * @param name host name that the server listens on
   * @param address that the name resolves to
   */
  static KnownHosts of(String name, InetAddress address) {
    if (!address.isLoopbackAddress()) {
      return new KnownHosts(Set.of());
    }

    // The last as Java prints it, and so the driver's line Web.
    Set<String> names =
        new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]"));
    names.add(name.toLowerCase(Locale.ROOT));
    return new KnownHosts(names);
  }

  /**
   * Returns whether the server accepts a request.
   *
   * @param header the request's header Host, with or without a port; null if absent
   */
  boolean isKnown(String header) {
    if (names.isEmpty()) {
      return true;
    }

    Matcher host = HOST.matcher(header == null ? "" : header.toLowerCase(Locale.ROOT));
    return host.matches() && names.contains(host.group(1));
  }
}
