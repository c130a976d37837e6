// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import picocli.CommandLine.TypeConversionException;

/**
 * A model and its version, such as {@code heat-forest/2}.
 *
 * @param name of the model
 * @param version of the model
 */
record ModelName(String name, String version) {
  /**
   * Parses the value of an option.
   *
   * @throws TypeConversionException if the text is not a model and a version
   */
  static ModelName parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new TypeConversionException(Pfss.text("model.name", text));
    }

    return new ModelName(parts[0], parts[1]);
  }
}
