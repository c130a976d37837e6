// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InfluxOptionsTest {
  private static final String URL = "--influx-url=http://localhost:8086";

  @Test
  void acceptsADatabaseOrABucket() throws Exception {
    assertThat(options(URL).lines()).isNotNull();
    // A bucket needs a token, which is not in the environment of tests.
    assertThatThrownBy(
            () -> options(URL, "--influx-organization=utility", "--influx-bucket=heat").lines())
        .hasMessageContaining("PFSS_INFLUX_TOKEN is not set");
  }

  @Test
  void requiresBothOrganizationAndBucket() {
    assertThatThrownBy(() -> options(URL, "--influx-bucket=heat").lines())
        .hasMessageStartingWith("--influxOrganization is missing");
    assertThatThrownBy(() -> options(URL, "--influx-organization=utility").lines())
        .hasMessageStartingWith("--influxBucket is missing");
    assertThatThrownBy(() -> options().lines()).hasMessageContaining("set --influx-url");
  }

  private static InfluxOptions options(String... args) {
    return CommandLine.populateCommand(new InfluxOptions(), args);
  }
}
