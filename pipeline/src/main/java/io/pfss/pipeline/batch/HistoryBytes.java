package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.support.NamedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;

/** The bytes of a file on a Beam file system, of which only a buffer is ever in memory. */
final class HistoryBytes {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final String file;

  HistoryBytes(String file) {
    this.file = file;
  }

  JsonParser parser() throws IOException {
    return HeatJson.FACTORY.createParser(open());
  }

  /**
   * The hash of all of it and of the sensor that its name tells: two facilities that measured the
   * same do not have the same readings.
   */
  byte[] sha256(OptionalLong sensorInName) throws IOException {
    MessageDigest digest = digest();
    sensorInName.ifPresent(
        sensor -> digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sensor)));
    try (InputStream in = new DigestInputStream(open(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }

    return digest.digest();
  }

  /** Some bytes as text; empty where the file system cannot seek. */
  String text(long start, int length) throws IOException {
    ReadableByteChannel channel = channel();
    try (InputStream in = Channels.newInputStream(channel)) {
      if (!(channel instanceof SeekableByteChannel seekable)) {
        return "";
      }

      seekable.position(start);
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Channels.newInputStream(channel()), BUFFER_BYTES);
  }

  private ReadableByteChannel channel() throws IOException {
    return FileSystems.open(new NamedFile(file).resource());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
