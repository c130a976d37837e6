// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.history.HistoryParsers;
import io.pfss.pipeline.support.NamedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Funnels;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hasher;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.primitives.Longs;

/** The bytes of a file on a Beam file system, read through a small buffer. */
final class HistoryBytes {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final String file;

  HistoryBytes(String file) {
    this.file = file;
  }

  JsonParser parser() throws IOException {
    return HistoryParsers.open(file, open());
  }

  /**
   * Returns the hash of the content and of the sensor in the file name, so that equal files of two
   * facilities have different readings.
   */
  byte[] sha256(OptionalLong sensorInName) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    sensorInName.ifPresent(sensor -> hasher.putBytes(Longs.toByteArray(sensor)));
    try (InputStream in = open()) {
      in.transferTo(Funnels.asOutputStream(hasher));
    }

    return hasher.hash().asBytes();
  }

  /** Returns a range of bytes as text; empty if the file system cannot seek. */
  String text(long start, int length) throws IOException {
    ReadableByteChannel channel = FileSystems.open(new NamedFile(file).resource());
    try (InputStream in = Channels.newInputStream(channel)) {
      if (!(channel instanceof SeekableByteChannel seekable)) {
        return "";
      }

      seekable.position(start);
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(new NamedFile(file).open(), BUFFER_BYTES);
  }
}
