// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;

/** File operations for the warehouse, on any Beam file system. */
public final class WarehouseFiles {
  private static final int HASH_CHARACTERS = 16;

  private WarehouseFiles() {}

  /**
   * Returns the content of a file.
   *
   * @throws FileNotFoundException if it does not exist
   */
  public static byte[] read(ResourceId file) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(file))) {
      return in.readAllBytes();
    }
  }

  /** Writes a file. It appears under its name complete or not at all. */
  public static void write(byte[] content, ResourceId temporary, ResourceId target)
      throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(temporary, MimeTypes.BINARY))) {
      out.write(content);
    }

    publish(temporary, target);
  }

  /** Renames a complete file. Its name depends on its content, so an existing file has the same. */
  static void publish(ResourceId temporary, ResourceId target) throws IOException {
    FileSystems.rename(List.of(temporary), List.of(target));
  }

  /** Deletes files and empty folders; ignores missing ones. */
  static void delete(List<ResourceId> files) throws IOException {
    FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /** Returns a name for content: 64 bits of its SHA-256, in hexadecimal. */
  static String hash(byte[] content) {
    return Hashing.sha256().hashBytes(content).toString().substring(0, HASH_CHARACTERS);
  }
}
