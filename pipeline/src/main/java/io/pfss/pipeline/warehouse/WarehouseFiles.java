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

/** The few file operations that the warehouse needs, on any Beam file system. */
public final class WarehouseFiles {
  private static final int HASH_CHARACTERS = 16;

  private WarehouseFiles() {}

  /**
   * The content of a file.
   *
   * @throws FileNotFoundException if it is not there
   */
  public static byte[] read(ResourceId file) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(file))) {
      return in.readAllBytes();
    }
  }

  /** Writes a file that appears under its name complete or not at all. */
  public static void write(byte[] content, ResourceId temporary, ResourceId target)
      throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(temporary, MimeTypes.BINARY))) {
      out.write(content);
    }

    publish(temporary, target);
  }

  /**
   * Gives a complete file its name. The name tells the content, so one that exists already holds
   * the same.
   */
  static void publish(ResourceId temporary, ResourceId target) throws IOException {
    FileSystems.rename(List.of(temporary), List.of(target));
  }

  /** Deletes files, and folders that are empty; some may be missing. */
  static void delete(List<ResourceId> files) throws IOException {
    FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /** A name for a content: 64 bits of its SHA-256. */
  static String hash(byte[] content) {
    return Hashing.sha256().hashBytes(content).toString().substring(0, HASH_CHARACTERS);
  }
}
