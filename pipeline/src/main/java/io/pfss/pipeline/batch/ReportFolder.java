// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.pipeline.support.NamedFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/** A folder of text files on any Beam file system. Files appear complete or not at all. */
final class ReportFolder {
  private final ResourceId folder;

  ReportFolder(String location) {
    folder = new NamedFolder(location).resource();
  }

  /** Returns the lines of a file, in order. */
  List<String> read(String name) throws IOException {
    try (Reader in = Channels.newReader(FileSystems.open(file(name)), StandardCharsets.UTF_8)) {
      return new BufferedReader(in).lines().toList();
    }
  }

  /** Creates a draft that replaces the file of this name when it is published. */
  Draft create(String name) throws IOException {
    return new Draft(file(".pfss-" + UUID.randomUUID()), file(name));
  }

  void delete(String name) throws IOException {
    FileSystems.delete(List.of(file(name)), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  private ResourceId file(String name) {
    return folder.resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  /** A file that is being written. Closing it without publishing deletes it. */
  static final class Draft implements AutoCloseable {
    private final ResourceId temporary;
    private final ResourceId target;
    private final Writer out;

    private Draft(ResourceId temporary, ResourceId target) throws IOException {
      this.temporary = temporary;
      this.target = target;
      this.out =
          new BufferedWriter(
              Channels.newWriter(
                  FileSystems.create(temporary, MimeTypes.TEXT), StandardCharsets.UTF_8));
    }

    void line(String text) throws IOException {
      out.write(text);
      out.write('\n');
    }

    void publish() throws IOException {
      out.close();
      FileSystems.rename(List.of(temporary), List.of(target));
    }

    @Override
    public void close() throws IOException {
      out.close();
      FileSystems.delete(List.of(temporary), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }
}
