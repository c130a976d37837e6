package io.pfss.runners.direct;

import io.pfss.runners.e2e.EndToEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectRunnerIT {
  @Test
  void everyReadingReachesEverySink(@TempDir Path folder) throws Exception {
    EndToEnd.run(folder, Duration.ofMinutes(2), "--runner=DirectRunner", "--blockOnRun=false");
  }
}
