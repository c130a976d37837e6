// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system under the scheme {@code crash}, which passes {@link CrashPoint}s. */
public final class CrashingFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "crash";

  private static final URI NAME = URI.create(SCHEME + ":///");

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.defaultFS", NAME.toString());
    configuration.set("fs." + SCHEME + ".impl", CrashingFileSystem.class.getName());
    return configuration;
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress)
      throws IOException {
    CrashPoint.pass("before", "create", file);
    OutputStream created =
        super.create(file, overwrite, bufferBytes, replication, blockBytes, progress);
    return new FSDataOutputStream(new Created(file, created), null);
  }

  /** Hadoop would start a process for each file. */
  @Override
  public void setPermission(Path file, FsPermission permission) {
    // The test's user owns the files anyway.
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    CrashPoint.pass("before", "rename", to);
    boolean renamed = super.rename(from, to);
    CrashPoint.pass("after", "rename", to);
    return renamed;
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    CrashPoint.pass("before", "delete", file);
    boolean deleted = super.delete(file, recursive);
    CrashPoint.pass("after", "delete", file);
    return deleted;
  }

  private static final class Created extends FilterOutputStream {
    private final Path file;

    Created(Path file, OutputStream out) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      super.close();
      CrashPoint.pass("after", "create", file);
    }
  }
}
