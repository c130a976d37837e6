// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposeTest {
  private JsonNode services;

  @BeforeEach
  void read() throws IOException {
    services = GrafanaFiles.yaml(GrafanaFiles.FOLDER.resolve("compose.yaml")).path("services");
  }

  @Test
  void hasFixedVersionsOfItsServices() {
    assertThat(services.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("pfss", "kafka", "influxdb", "grafana");
    assertThat(services).allMatch(each -> each.path("image").asText().matches(".+:\\d+\\.\\d.*"));
  }

  @Test
  void listensOnLoopbackOnly() {
    for (JsonNode service : services) {
      assertThat(service.path("ports")).isNotEmpty();
      assertThat(service.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
    }
  }

  /**
   * A broker sends clients on to its advertised address: 127.0.0.1 would be their own container.
   */
  @Test
  void eachSideReachesKafkaUnderTheAddressThatItAdvertises() {
    String kafka = services.at("/kafka/environment/KAFKA_ADVERTISED_LISTENERS").asText();
    assertThat(kafka).isEqualTo("PLAINTEXT://kafka:9092,HOST://127.0.0.1:9092");
    assertThat(services.at("/kafka/environment/KAFKA_LISTENERS").asText())
        .contains("PLAINTEXT://:9092", "HOST://:9094");
    assertThat(services.at("/kafka/ports/0").asText()).isEqualTo("127.0.0.1:9092:9094");
    assertThat(services.at("/pfss/command"))
        .anyMatch(option -> option.asText().equals("--bootstrapServers=kafka:9092"));
  }

  @Test
  void whatGrowsIsInVolumes() throws IOException {
    JsonNode volumes =
        GrafanaFiles.yaml(GrafanaFiles.FOLDER.resolve("compose.yaml")).path("volumes");
    services
        .fields()
        .forEachRemaining(
            service -> {
              assertThat(volumes.has(service.getKey())).as(service.getKey()).isTrue();
              assertThat(service.getValue().path("volumes"))
                  .anyMatch(each -> each.asText().startsWith(service.getKey() + ":/var/lib/"));
            });
  }

  @Test
  void mountsExistingFoldersReadOnly() {
    for (JsonNode volume : services.at("/grafana/volumes")) {
      String[] parts = volume.asText().split(":");
      if (parts[0].startsWith(".")) {
        assertThat(GrafanaFiles.FOLDER.resolve(parts[0])).isDirectory();
        assertThat(parts[2]).isEqualTo("ro");
      }
    }

    assertThat(services.at("/grafana/volumes").toString())
        .contains("./provisioning:/etc/grafana/provisioning:ro")
        .contains("./dashboards:/etc/grafana/dashboards:ro");
  }

  @Test
  void requiresPasswordsFromTheEnvironment() {
    for (JsonNode service : services) {
      service
          .path("environment")
          .fields()
          .forEachRemaining(
              each -> {
                if (each.getKey().contains("PASSWORD")) {
                  assertThat(each.getValue().asText()).matches("\\$\\{PFSS_\\w+:\\?.+}");
                }
              });
    }
  }
}
