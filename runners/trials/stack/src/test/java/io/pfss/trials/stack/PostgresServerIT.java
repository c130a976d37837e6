// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.nio.file.Path;

class PostgresServerIT extends DatabaseServerIT {
  @Override
  DatabaseServer start(Path folder) throws Exception {
    return PostgresServer.start(folder);
  }

  @Override
  String wrongPassword() {
    return "28P01";
  }
}
