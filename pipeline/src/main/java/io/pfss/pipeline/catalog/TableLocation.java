package io.pfss.pipeline.catalog;

import java.net.URI;
import java.nio.file.Path;

/** Names of files and folders as Iceberg keeps them: always with a scheme. */
public final class TableLocation {
  private TableLocation() {}

  /**
   * The name of a file or folder that Beam knows by this one: a local path gets the scheme {@code
   * file}, so that Hadoop does not take it for one of its default file system.
   */
  public static String of(String name) {
    String location =
        hasScheme(name) ? name : "file://" + Path.of(name).toAbsolutePath().normalize();
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }

  /** The reverse: what Beam calls a file that Iceberg calls so. */
  public static String toBeam(String location) {
    return location.startsWith("file:") ? URI.create(location).getPath() : location;
  }

  private static boolean hasScheme(String name) {
    return name.matches("[a-z][a-z0-9+.-]*:.*");
  }
}
