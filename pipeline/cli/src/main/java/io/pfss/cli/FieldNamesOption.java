package io.pfss.cli;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.parse.FieldNamesFile;
import picocli.CommandLine.Option;

/** By which names the fields of files are known. */
final class FieldNamesOption {
  @Option(
      names = "--field-names",
      paramLabel = "FILE",
      description =
          "Properties file in UTF-8 with the names of fields in your files, as temperature=temp_c or"
              + " 온도=temp_c. Default: the names of topic heat, and those of the warehouse's columns.")
  private String file = "";

  /**
   * The names.
   *
   * @throws IllegalArgumentException if the file is not right; the message names it
   */
  FieldNames read() {
    try {
      return FieldNamesFile.read(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--field-names=" + file + ": " + e.getMessage(), e);
    }
  }
}
