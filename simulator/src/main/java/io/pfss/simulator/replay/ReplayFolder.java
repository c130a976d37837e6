// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.replay;

import io.pfss.models.reading.FieldNames;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A folder of files to send.
 *
 * @param path the folder
 * @param names the names of the readings' fields
 */
public record ReplayFolder(Path path, FieldNames names) {
  public ReplayFolder {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(names, "names");
  }
}
