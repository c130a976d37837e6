package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.influx.InfluxDestination;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InfluxOptionsTest {
  @Test
  void aBucketAndAnOrganizationAreOfA2x() {
    assertThat(options("--influx-organization=utility", "--influx-bucket=heat").destination())
        .isInstanceOf(InfluxDestination.Bucket.class);
    assertThat(options().destination()).isInstanceOf(InfluxDestination.Database.class);
  }

  @Test
  void oneWithoutTheOtherIsRefused() {
    assertThatThrownBy(() -> options("--influx-bucket=heat").destination())
        .hasMessageStartingWith("--influx-organization is missing");
    assertThatThrownBy(() -> options("--influx-organization=utility").destination())
        .hasMessageStartingWith("--influx-bucket is missing");
  }

  private static InfluxOptions options(String... args) {
    return CommandLine.populateCommand(new InfluxOptions(), args);
  }
}
