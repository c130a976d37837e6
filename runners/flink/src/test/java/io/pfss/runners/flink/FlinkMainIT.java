// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.trials.e2e.MainJobChecks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkMainIT {
  @TempDir Path folder;

  @Test
  void sigtermLosesNoReading() throws Exception {
    MainJobChecks.sigtermLosesNothingWhateverTheSensorsSend(folder, FlinkMain.class, List.of());
  }
}
