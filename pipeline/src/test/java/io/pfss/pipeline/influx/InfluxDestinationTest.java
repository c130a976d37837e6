// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.support.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxDestinationTest {
  @Test
  void toStringNamesOnlyTheFileOfTheSecret(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret");
    Secret secret = Secret.inFile(file.toString());

    assertThat(new InfluxDestination.Database("heat_pf", "day", "pfss", secret).toString())
        .contains(file.toString())
        .doesNotContain("s3cret");
    assertThat(new InfluxDestination.Bucket("utility", "heat", secret).toString())
        .contains(file.toString())
        .doesNotContain("s3cret");
  }
}
