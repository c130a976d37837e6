package io.pfss.driver.web;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that requests may ask for. Who serves on loopback means the people at this machine; a
 * foreign page whose name is made to resolve to loopback would let its own script read ours.
 */
final class KnownHosts {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:]+)(:[0-9]+)?");

  private final Set<String> names;

  private KnownHosts(Set<String> names) {
    this.names = names;
  }

  /**
   * Those of a server: any where others than this machine may ask.
   *
   * @param name that the server listens at
   * @param address that the name stands for
   */
  static KnownHosts of(String name, InetAddress address) {
    if (!address.isLoopbackAddress()) {
      return new KnownHosts(Set.of());
    }

    Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
    names.add(name.toLowerCase(Locale.ROOT));
    return new KnownHosts(names);
  }

  /**
   * Whether a request may be answered.
   *
   * @param header its header Host, with or without a port; null if absent
   */
  boolean isKnown(String header) {
    if (names.isEmpty()) {
      return true;
    }

    Matcher host = HOST.matcher(header == null ? "" : header.toLowerCase(Locale.ROOT));
    return host.matches() && names.contains(host.group(1));
  }
}
