// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import java.nio.file.Path;

/**
 * A risk model for tests: the lower the power factor of the last 5 minutes, the more risk. It is
 * 0.5 at a power factor of 0.8, and 0.9 at about 0.69, from where on it raises an alert.
 */
public final class RiskModels {
  /** The folder of its version. */
  public static final Path FOLDER =
      Path.of(
          System.getProperty("pfss.home"),
          "pipeline/src/test/resources/io/pfss/pipeline/outlook/risk/1");

  private RiskModels() {}

  /** Loads it. */
  public static RiskModel load() {
    try {
      return ModelStore.loadRisk(ModelStore.localFolder(FOLDER));
    } catch (InvalidModelException e) {
      throw new IllegalStateException(e);
    }
  }
}
