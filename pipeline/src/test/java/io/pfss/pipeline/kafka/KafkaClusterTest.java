// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterTest {
  @Test
  void clientGetsFileSettingsButGraphDoesNot(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            "security.protocol=SASL_SSL\nsasl.jaas.config=module required password=\"s3cret\";\n");
    KafkaCluster cluster = KafkaCluster.at("one:9092").withConfigFile(file.toString());

    assertThat(cluster.clientConfig(Map.of("acks", "all")))
        .containsEntry("bootstrap.servers", "one:9092")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "module required password=\"s3cret\";")
        .containsEntry("acks", "all");
    assertThat(cluster.toString()).doesNotContain("s3cret");
    assertThat(
            new String(
                SerializableUtils.serializeToByteArray(cluster), StandardCharsets.ISO_8859_1))
        .doesNotContain("s3cret");
  }

  @Test
  void skipsByteOrderMark(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            "\uFEFFsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");
    KafkaCluster cluster = KafkaCluster.at("one:9092").withConfigFile(file.toString());
    assertThat(cluster.clientConfig(Map.of()))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN");

    Files.writeString(file, "security.protocol=SASL_SSL", StandardCharsets.UTF_16);
    assertThatThrownBy(() -> cluster.clientConfig(Map.of()))
        .hasMessageContaining(file + " cannot be read: it is in UTF-16");
  }

  @Test
  void errorNamesMissingFileAndEmptyAddress() {
    KafkaCluster cluster = KafkaCluster.at("one:9092").withConfigFile("/nowhere/x.properties");
    assertThatThrownBy(() -> cluster.clientConfig(Map.of()))
        .hasMessageContaining("/nowhere/x.properties cannot be read");
    assertThatThrownBy(() -> KafkaCluster.at(" ")).hasMessageContaining("give host:port");
  }
}
