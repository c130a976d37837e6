// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, except that it sets permissions without another process. Hadoop runs
 * {@code chmod} for each new file: a terminal's Ctrl-C kills that too, and the job that was to stop
 * gracefully would fail.
 */
public final class LocalFiles extends LocalFileSystem {
  /** Creates it; Hadoop calls this. */
  public LocalFiles() {
    super(new InProcess());
  }

  /**
   * Makes Hadoop use it in all of this process, unless core-site.xml names another one. Call this
   * before Hadoop opens its first file.
   */
  public static void install() {
    // Spark passes the settings of its driver on to processes that do not have this class.
    boolean isSubmitted = System.getProperty("spark.master") != null;
    if (!isSubmitted && new Configuration().get("fs.file.impl") == null) {
      Configuration.addDefaultResource("io/pfss/pipeline/support/local-files.xml");
    }
  }

  private static final class InProcess extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      Files.setAttribute(pathToFile(path).toPath(), "unix:mode", (int) permission.toShort());
    }
  }
}
