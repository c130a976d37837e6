// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import java.text.Normalizer;
import java.util.OptionalLong;

/** Finds the sensor of a facility by the facility's id in the plant, such as {@code TR-7}. */
@FunctionalInterface
public interface PlantIds {
  /** No facility has an id in the plant. */
  PlantIds NONE = id -> OptionalLong.empty();

  /**
   * Returns the id of the sensor; empty if no facility has this id.
   *
   * @param id in {@linkplain #normal normal} form
   */
  OptionalLong find(String id);

  /** Returns an id without surrounding space and in Unicode NFC, as ids are compared. */
  static String normal(String id) {
    return Normalizer.normalize(id.strip(), Normalizer.Form.NFC);
  }
}
