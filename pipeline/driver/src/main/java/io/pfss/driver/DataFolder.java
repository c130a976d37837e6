// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job's data folder, locked: no other job can use it until this job ends. */
final class DataFolder implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final FileChannel channel;

  private DataFolder(FileChannel channel) {
    this.channel = channel;
  }

  /** Returns a folder name that is unique on this machine. */
  static String newName() {
    return LocalDateTime.now(ZoneId.systemDefault()).format(TIME)
        + "-"
        + ProcessHandle.current().pid();
  }

  /**
   * Locks a folder and creates it if it does not exist. The lock ends with this process, even after
   * a crash.
   *
   * @throws IllegalArgumentException if another job uses the folder, or it is not writable
   */
  static DataFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalArgumentException(
            "--dataFolder="
                + folder
                + " is in use by another job: stop that one, or name another folder");
      }

      return new DataFolder(channel);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--dataFolder=" + folder + " is not usable: name a writable folder; " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process has locked it already.
      return null;
    }
  }
}
