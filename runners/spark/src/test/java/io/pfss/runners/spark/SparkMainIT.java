// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.trials.e2e.MainJobChecks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkMainIT {
  private static final List<String> OPENS =
      List.of(System.getProperty("pfss.spark.opens").split(" "));

  @TempDir Path folder;

  @Test
  void sigtermLosesNoReading() throws Exception {
    MainJobChecks.sigtermLosesNothingWhateverTheSensorsSend(folder, SparkMain.class, OPENS);
  }
}
