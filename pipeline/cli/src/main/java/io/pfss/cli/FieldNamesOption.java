// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.parse.FieldNamesFile;
import picocli.CommandLine.Option;

/** Option for the field names in a user's files. */
final class FieldNamesOption {
  @Option(
      names = "--field-names",
      paramLabel = "FILE",
      description =
          "Properties file in UTF-8 that maps field names to those in your files:"
              + " temperature=temp_c or 온도=temp_c. Default: the names of topic heat and of the"
              + " warehouse's columns.")
  private String file = "";

  /**
   * Reads the names.
   *
   * @throws IllegalArgumentException if the file is invalid; the message names it
   */
  FieldNames read() {
    try {
      return FieldNamesFile.read(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--field-names=" + file + ": " + e.getMessage(), e);
    }
  }
}
