// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A file on a Beam file system, as an input file of Iceberg.
 *
 * @param location exact name of the file
 * @param getLength its size in bytes
 */
record BeamInputFile(String location, long getLength) implements InputFile {
  @Override
  public SeekableInputStream newStream() {
    try {
      ReadableByteChannel channel = FileSystems.open(new NamedFile(location).resource());
      if (channel instanceof SeekableByteChannel seekable) {
        return new ChannelStream(seekable);
      }

      channel.close();
      throw new IOException("Parquet needs a file system that can seek: " + location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean exists() {
    try {
      return new NamedFile(location).exists();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class ChannelStream extends SeekableInputStream {
    private final SeekableByteChannel channel;
    private final InputStream in;

    ChannelStream(SeekableByteChannel channel) {
      this.channel = channel;
      this.in = Channels.newInputStream(channel);
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
