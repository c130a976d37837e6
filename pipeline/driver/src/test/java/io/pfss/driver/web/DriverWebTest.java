// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class DriverWebTest {
  @Test
  void listensOnLoopbackByDefault() throws Exception {
    WebOptions options = PipelineOptionsFactory.as(WebOptions.class);

    try (WebServer web = WebServer.start(options.getWebHost(), options.getWebPort(), Map.of())) {
      URI url = web.url();
      assertThat(InetAddress.getByName(url.getHost()).isLoopbackAddress()).as("%s", url).isTrue();
    }
  }

  @Test
  void usesTheNextFreePortIfNoneIsGiven() {
    try (WebServer first = WebServer.start("127.0.0.1", null, Map.of());
        WebServer second = WebServer.start("127.0.0.1", null, Map.of())) {
      assertThat(second.url().getPort()).isGreaterThan(first.url().getPort());
    }
  }
}
