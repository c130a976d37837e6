package io.pfss.runners.launcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.runners.launcher.LauncherOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class DriverWebTest {
  @Test
  void servesOnLoopbackUnlessToldOtherwise() throws Exception {
    LauncherOptions options = PipelineOptionsFactory.as(LauncherOptions.class);

    try (DriverWeb web = DriverWeb.start(options, Map.of())) {
      URI url = web.url().orElseThrow();
      assertThat(InetAddress.getByName(url.getHost()).isLoopbackAddress()).as("%s", url).isTrue();
    }
  }
}
