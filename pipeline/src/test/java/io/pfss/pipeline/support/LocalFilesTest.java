// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void hadoopUsesItForLocalFiles() throws IOException {
    LocalFiles.install();

    try (FileSystem files = FileSystem.newInstance(URI.create("file:///"), new Configuration())) {
      assertThat(files).isInstanceOf(LocalFiles.class);
      Path file = new Path(folder.toUri().toString(), "deep/table.json");
      files.create(file).close();
      files.setPermission(file, FsPermission.valueOf("-rw-r-----"));
    }

    assertThat(Files.getPosixFilePermissions(folder.resolve("deep/table.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }
}
