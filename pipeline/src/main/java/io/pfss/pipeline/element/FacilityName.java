// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What people call a facility. Unknown texts are empty.
 *
 * @param plantId its id in the plant
 * @param name its name
 * @param site name of its site
 */
public record FacilityName(String plantId, String name, String site) {
  /** Nothing is known. */
  public static final FacilityName UNKNOWN = new FacilityName("", "", "");

  /** Writes the fields that alerts and outlooks have. Unknown texts are null. */
  public void write(JsonGenerator json) throws IOException {
    text(json, "plant_id", plantId);
    text(json, "name", name);
    text(json, "site", site);
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    json.writeStringField(field, value.isEmpty() ? null : value);
  }
}
