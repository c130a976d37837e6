package io.pfss.cli;

import picocli.CommandLine.TypeConversionException;

/**
 * A model and its version, as {@code heat-forest/2}.
 *
 * @param name of the model
 * @param version of it
 */
record ModelName(String name, String version) {
  /**
   * Reads it from an option.
   *
   * @throws TypeConversionException if it is none
   */
  static ModelName parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new TypeConversionException(
          "'" + text + "' is no model and version: write it as heat-forest/2");
    }

    return new ModelName(parts[0], parts[1]);
  }
}
