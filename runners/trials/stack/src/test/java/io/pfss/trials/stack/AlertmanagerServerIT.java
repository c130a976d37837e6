// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class AlertmanagerServerIT {
  private static final String CONFIG = "route: {receiver: none}\nreceivers: [{name: none}]\n";

  @TempDir Path folder;

  @Test
  void keepsItsSilencesWhenStoppedAndStarted() throws Exception {
    Path config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
    AlertmanagerPrograms programs = AlertmanagerPrograms.obtain();
    programs.check(config, folder.resolve("amtool.log"));
    try (AlertmanagerServer server =
        AlertmanagerServer.start(programs, config, folder.resolve("data"))) {
      URI silences = server.url().resolve("/api/v2/silences");
      String silence =
          """
          {"matchers": [{"name": "facility", "value": "7", "isRegex": false, "isEqual": true}],
           "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2100-01-01T00:00:00Z",
           "createdBy": "kim", "comment": "seen"}""";
      HttpRequest post =
          HttpRequest.newBuilder(silences)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(silence))
              .build();
      assertThat(send(post).statusCode()).isEqualTo(200);
      server.stop();
      server.restart();

      assertThat(send(HttpRequest.newBuilder(silences).build()).body()).contains("\"kim\"");
    }
  }

  @Test
  void reportsAWrongConfiguration() throws Exception {
    Path config = Files.writeString(folder.resolve("wrong.yml"), "route: {receiver: nobody}\n");
    AlertmanagerPrograms programs = AlertmanagerPrograms.obtain();

    assertThatThrownBy(() -> programs.check(config, folder.resolve("amtool.log")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody");
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
