// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A file on any Beam file system, by its exact name. Beam itself treats a name with {@code *},
 * {@code ?} or brackets as a pattern, and searches whole folders for matches.
 *
 * @param path a local path or an address such as {@code hdfs://…}
 */
public record NamedFile(String path) {
  /**
   * Opens the file.
   *
   * @throws IOException if it does not exist or cannot be read
   */
  public InputStream open() throws IOException {
    return Channels.newInputStream(FileSystems.open(resource()));
  }

  /**
   * Whether the file exists.
   *
   * @throws IOException if the file system is unavailable
   */
  public boolean exists() throws IOException {
    ResourceId file = resource();
    if (file.getScheme().equals("file")) {
      // Opening fails alike for a missing file and for one without read permission.
      return Files.exists(Path.of(file.toString()));
    }

    try {
      open().close();
      return true;
    } catch (FileNotFoundException | NoSuchFileException e) {
      return false;
    }
  }

  /** Returns the file as a Beam resource. */
  public ResourceId resource() {
    return NamedFolder.resource(path, false);
  }
}
