// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFolderTest {
  @TempDir private Path root;

  @Test
  void countsNewFilesAndTheirRows() throws IOException {
    ParquetFiles.write(root.resolve("dt=2026-11-23/hour=23/old.parquet"), 1000);
    ParquetFolder warehouse = warehouse();
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(0, 0));

    ParquetFiles.write(root.resolve("dt=2026-11-23/hour=23/a.parquet"), 3);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));

    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/b.parquet"), 40);
    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/empty.parquet"), 0);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(3, 43));
  }

  @Test
  void countsOnlyDataFiles() throws IOException {
    ParquetFolder warehouse = warehouse();

    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/_a.parquet"), 1);
    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/.a.parquet"), 1);
    ParquetFiles.write(root.resolve("dt=2026-11-24/_hour=00/a.parquet"), 1);
    ParquetFiles.write(root.resolve("_segments/dt=2026-11-24/hour=00/a.parquet"), 1);
    ParquetFiles.write(root.resolve("dt=2026-11-24/a.parquet"), 1);
    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/deeper/a.parquet"), 1);
    Files.writeString(root.resolve("dt=2026-11-24/hour=00/notes.txt"), "not data");

    assertThat(warehouse.count()).isEqualTo(new ParquetCount(0, 0));
  }

  @Test
  void dropsFilesThatWereMergedIntoAnother() throws IOException {
    ParquetFolder warehouse = warehouse();
    Path small = root.resolve("dt=2026-11-24/hour=00/small.parquet");
    ParquetFiles.write(small, 3);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));

    ParquetFiles.write(root.resolve("dt=2026-11-24/hour=00/large.parquet"), 5);
    Files.delete(small);

    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 5));
  }

  /** A killed task of Spark leaves an empty file, which the log of its sink does not name. */
  @Test
  void countsOnlyTheFilesOfAListing() throws IOException {
    Path named = root.resolve("named.parquet");
    List<FileStatus> listed = new ArrayList<>();
    ParquetFolder warehouse = ParquetFolder.of(() -> listed, new Configuration());
    ParquetFiles.write(named, 3);
    Files.write(root.resolve("empty.parquet"), new byte[0]);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(0, 0));

    listed.add(
        new FileStatus(
            Files.size(named), false, 1, 1, 0, new org.apache.hadoop.fs.Path(named.toUri())));

    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));
  }

  @Test
  void readsEachFooterOnce() throws IOException {
    ParquetFolder warehouse = warehouse();
    Path file = root.resolve("dt=2026-11-24/hour=00/a.parquet");
    ParquetFiles.write(file, 3);
    warehouse.count();

    Files.write(file, new byte[100]);

    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));
  }

  @Test
  void acceptsAMissingFolder() throws IOException {
    ParquetFolder warehouse =
        new ParquetFolder(root.resolve("later").toString(), new Configuration());
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(0, 0));

    ParquetFiles.write(root.resolve("later/dt=2026-11-24/hour=00/a.parquet"), 3);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));
  }

  @Test
  void acceptsAnyFolderName() throws IOException {
    Path folder = root.resolve("a [1] {b,c} *?^");
    ParquetFolder warehouse = new ParquetFolder(folder.toString(), new Configuration());
    ParquetFiles.write(folder.resolve("dt=2026-11-24/hour=00/a.parquet"), 3);
    ParquetFiles.write(root.resolve("a 1 b x/dt=2026-11-24/hour=00/b.parquet"), 4);
    assertThat(warehouse.count()).isEqualTo(new ParquetCount(1, 3));
  }

  @Test
  void reportsAFileThatIsNotParquet() throws IOException {
    ParquetFolder warehouse = warehouse();
    Path file = root.resolve("dt=2026-11-24/hour=00/a.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "this is no Parquet file at all");

    assertThatThrownBy(warehouse::count)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.parquet");
  }

  private ParquetFolder warehouse() throws IOException {
    return new ParquetFolder(root.toUri().toString(), new Configuration());
  }
}
