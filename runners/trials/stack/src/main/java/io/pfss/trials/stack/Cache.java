// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Caches folders that are created once and used by all later runs. A folder appears atomically with
 * all its content, also when several processes create it at once.
 *
 * @param folder contains the cached folders
 */
record Cache(Path folder) {
  /** Returns the cache of the current user: {@code ~/.cache/pfss}. */
  static Cache ofUser() {
    return new Cache(Path.of(System.getProperty("user.home"), ".cache", "pfss"));
  }

  /**
   * Returns a folder of the cache; creates it if it is missing.
   *
   * @param maker fills an empty folder, which then becomes the cached one
   */
  Path get(String name, Maker maker) throws IOException, InterruptedException {
    Path cached = folder.resolve(name);
    if (Files.isDirectory(cached)) {
      return cached;
    }

    createFolder();
    Path work = Files.createTempDirectory(folder, ".making-");
    try {
      Path content = Files.createDirectory(work.resolve("content"));
      maker.make(content, Files.createDirectory(work.resolve("scratch")));
      moveIfMissing(content, cached);
      return cached;
    } finally {
      Folders.delete(work);
    }
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException("Failed to create the cache folder: " + folder, e);
    }
  }

  private static void moveIfMissing(Path content, Path cached) throws IOException {
    try {
      Files.move(content, cached, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was faster: use its folder.
      if (!Files.isDirectory(cached)) {
        throw e;
      }
    }
  }

  /** Creates the content of a folder. */
  @FunctionalInterface
  interface Maker {
    /**
     * Fills a folder.
     *
     * @param content the folder, empty
     * @param scratch a folder for temporary files
     */
    void make(Path content, Path scratch) throws IOException, InterruptedException;
  }
}
