// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.CountingOutputStream;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A new file on a Beam file system, as an output file of Parquet. */
final class BeamOutputFile implements OutputFile {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ResourceId file;

  /** Names a file that {@link #create} creates. */
  BeamOutputFile(ResourceId file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    CountingOutputStream out =
        new CountingOutputStream(
            new BufferedOutputStream(
                Channels.newOutputStream(FileSystems.create(file, MimeTypes.BINARY)),
                BUFFER_BYTES));
    return new DelegatingPositionOutputStream(out) {
      @Override
      public long getPos() {
        return out.getCount();
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return file.toString();
  }
}
