package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.support.NamedFile;
import org.apache.iceberg.FileScanTask;
import org.apache.parquet.io.InputFile;

/** Opens the files that a scan of an Iceberg table plans to read. */
final class ScanFiles {
  private ScanFiles() {}

  /**
   * A file, as Parquet reads it.
   *
   * @throws IllegalStateException if some of its rows are deleted by other files
   */
  static InputFile open(FileScanTask task) {
    checkNoDeletes(task);
    return new BeamInputFile(
        new NamedFile(TableLocation.toBeam(task.file().location())).resource(),
        task.file().fileSizeInBytes());
  }

  /**
   * Refuses a file of whose rows some do not count.
   *
   * @throws IllegalStateException if some of its rows are deleted by other files, as PFSS never
   *     does
   */
  static void checkNoDeletes(FileScanTask task) {
    if (!task.deletes().isEmpty()) {
      throw new IllegalStateException(
          "Rows of "
              + task.file().location()
              + " are deleted by another file, which PFSS does not read: rewrite the table's data"
              + " files");
    }
  }
}
