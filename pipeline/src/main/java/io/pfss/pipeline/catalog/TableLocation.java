// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts names of files and folders to those in Iceberg's metadata and back. Iceberg's names
 * always have a scheme; nothing in them is encoded as in a URI.
 */
public final class TableLocation {
  private static final Pattern LOCAL = Pattern.compile("file:(?://[^/]*)?(/.*)", Pattern.DOTALL);

  private TableLocation() {}

  /**
   * Returns Iceberg's name for a file or folder. A local path gets the scheme {@code file}, because
   * Hadoop would otherwise look for it in its default file system.
   */
  public static String of(String name) {
    String exact = toBeam(name);
    String location =
        hasScheme(exact) ? exact : "file://" + Path.of(exact).toAbsolutePath().normalize();
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }

  /** The reverse of {@link #of}: returns PFSS's name for a file or folder of Iceberg. */
  public static String toBeam(String location) {
    Matcher local = LOCAL.matcher(location);
    return local.matches() ? local.group(1) : location;
  }

  private static boolean hasScheme(String name) {
    return name.matches("(?s)[a-z][a-z0-9+.-]*:/.*");
  }
}
