// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class MariaDbServerIT extends DatabaseServerIT {
  @Override
  DatabaseServer start(Path folder) throws Exception {
    return MariaDbServer.start(folder);
  }

  @Override
  String wrongPassword() {
    return "28000";
  }

  @Test
  void runsFromDebiansPackagesWithoutRoot() throws Exception {
    try (MariaDbServer server = MariaDbServer.start(MariaDbServer.unpackedBinaries(), data);
        Connection connection = connect(server)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }
}
