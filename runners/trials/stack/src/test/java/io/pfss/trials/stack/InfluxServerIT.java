// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class InfluxServerIT {
  private static Path binary;

  @TempDir Path data;

  @BeforeAll
  static void findBinary() throws Exception {
    binary = InfluxBinary.obtain();
  }

  @Test
  void unpacksDebiansPackageWithoutRoot() throws Exception {
    Cache cache = new Cache(data.resolve("cache"));
    Path unpacked = InfluxBinary.obtain(Optional.empty(), cache);

    assertThat(unpacked).isExecutable().startsWith(cache.folder());
    assertThat(InfluxBinary.obtain(Optional.empty(), cache)).isEqualTo(unpacked);
  }

  @Test
  void reportsTheRemedyWhenInfluxdIsMissing() {
    assertThatThrownBy(
            () -> InfluxBinary.obtain(Optional.empty(), new Cache(Path.of("/proc/none"))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("sudo apt-get install influxdb", "--influxUrl");
  }

  @Test
  void keepsItsPointsWhenKilled() throws Exception {
    long pid;
    try (InfluxServer server = InfluxServer.start(binary, data)) {
      post(server.url().resolve("/query?q=CREATE%20DATABASE%20d"), "");
      assertThat(post(server.url().resolve("/write?db=d"), "m v=1 1").statusCode()).isEqualTo(204);
      server.kill();
      server.restart();
      pid = server.pid();
      assertThat(get(server.url().resolve("/query?db=d&q=SELECT%20v%20FROM%20m")).body())
          .contains("\"values\":[[\"1970-01-01T00:00:00.000000001Z\",1]]");
    }

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void requiresTheUserWithAuthentication() throws Exception {
    try (InfluxServer server = InfluxServer.startAuthenticated(binary, data, "admin", "right")) {
      String query = "/query?q=SHOW%20DATABASES&u=admin&p=";
      assertThat(get(server.url().resolve(query + "right")).statusCode()).isEqualTo(200);
      assertThat(get(server.url().resolve(query + "wrong")).statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(URI address, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
