package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Folders that are made once and used by all later runs. A folder is there with all its content or
 * not at all, also when several processes make it at once.
 *
 * @param folder holds them
 */
record Cache(Path folder) {
  /** The cache of the user who runs this: {@code ~/.cache/pfss}. */
  static Cache ofUser() {
    return new Cache(Path.of(System.getProperty("user.home"), ".cache", "pfss"));
  }

  /**
   * A folder of the cache; makes it if it is missing.
   *
   * @param maker fills an empty folder that becomes the one of this name
   */
  Path get(String name, Maker maker) throws IOException, InterruptedException {
    Path made = folder.resolve(name);
    if (Files.isDirectory(made)) {
      return made;
    }

    createFolder();
    Path work = Files.createTempDirectory(folder, ".making-");
    try {
      Path content = Files.createDirectory(work.resolve("content"));
      maker.make(content, Files.createDirectory(work.resolve("scratch")));
      moveIfMissing(content, made);
      return made;
    } finally {
      Folders.delete(work);
    }
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException("The cache folder cannot be created: " + folder, e);
    }
  }

  private static void moveIfMissing(Path content, Path made) throws IOException {
    try {
      Files.move(content, made, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was faster: its folder is as good.
      if (!Files.isDirectory(made)) {
        throw e;
      }
    }
  }

  /** Makes the content of a folder. */
  @FunctionalInterface
  interface Maker {
    /**
     * Fills a folder.
     *
     * @param content the folder, empty
     * @param scratch a folder for files that are needed only meanwhile
     */
    void make(Path content, Path scratch) throws IOException, InterruptedException;
  }
}
