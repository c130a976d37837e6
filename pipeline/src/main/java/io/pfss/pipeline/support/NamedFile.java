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
 * A file on any Beam file system by its exact name. Beam itself takes a name with {@code *}, {@code
 * ?} or brackets in it for a pattern, and searches whole folders for it.
 *
 * @param path a local path or an address such as {@code hdfs://…}
 */
public record NamedFile(String path) {
  /**
   * Opens it.
   *
   * @throws IOException if it does not exist or cannot be read
   */
  public InputStream open() throws IOException {
    return Channels.newInputStream(FileSystems.open(resource()));
  }

  /**
   * Whether it exists.
   *
   * @throws IOException if its file system does not answer
   */
  public boolean exists() throws IOException {
    ResourceId file = resource();
    if (file.getScheme().equals("file")) {
      // To open one that may not be read looks the same as to open one that is missing.
      return Files.exists(Path.of(file.toString()));
    }

    try {
      open().close();
      return true;
    } catch (FileNotFoundException | NoSuchFileException e) {
      return false;
    }
  }

  /** As Beam knows it. */
  public ResourceId resource() {
    return NamedFolder.resource(path, false);
  }
}
