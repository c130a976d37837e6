package io.pfss.pipeline.catalog;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files and folders as Iceberg keeps them: always with a scheme, and otherwise as they
 * are. Nothing in them is encoded as in a URI.
 */
public final class TableLocation {
  private static final Pattern LOCAL = Pattern.compile("file:(?://[^/]*)?(/.*)", Pattern.DOTALL);

  private TableLocation() {}

  /**
   * The name of a file or folder that PFSS knows by this one: a local path gets the scheme {@code
   * file}, so that Hadoop does not take it for one of its default file system.
   */
  public static String of(String name) {
    String exact = toBeam(name);
    String location =
        hasScheme(exact) ? exact : "file://" + Path.of(exact).toAbsolutePath().normalize();
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }

  /** The reverse: what PFSS calls a file that Iceberg calls so. */
  public static String toBeam(String location) {
    Matcher local = LOCAL.matcher(location);
    return local.matches() ? local.group(1) : location;
  }

  private static boolean hasScheme(String name) {
    return name.matches("(?s)[a-z][a-z0-9+.-]*:/.*");
  }
}
