// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import io.pfss.models.text.Utf8;
import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The address and the client settings of a Kafka cluster.
 *
 * <p>TLS and SASL settings come from a properties file. It is read where a client is created, so no
 * pipeline graph, options dump or command line contains its secrets.
 *
 * @param bootstrapServers in Kafka's format, {@code host:port,…}
 * @param configFile a properties file on any Beam file system; empty for none
 */
public record KafkaCluster(String bootstrapServers, String configFile) implements Serializable {
  public KafkaCluster {
    Objects.requireNonNull(configFile, "configFile");
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("The bootstrap servers are empty: give host:port,…");
    }
  }

  /** Returns a cluster without further settings. */
  public static KafkaCluster at(String bootstrapServers) {
    return new KafkaCluster(bootstrapServers, "");
  }

  /** Returns the cluster with the client settings of a properties file; empty for none. */
  public KafkaCluster withConfigFile(String file) {
    return new KafkaCluster(bootstrapServers, file);
  }

  /**
   * Returns the settings of a client. {@code settings} replace those of the file; the address
   * replaces both.
   *
   * @throws IllegalArgumentException if the file cannot be read
   */
  public Map<String, Object> clientConfig(Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>();
    if (!configFile.isEmpty()) {
      fileSettings().forEach((key, value) -> config.put(key.toString(), value));
    }

    config.putAll(settings);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  /**
   * Creates a consumer that reads only committed records, does not commit offsets automatically,
   * and creates no topic.
   *
   * @param settings further settings, which replace those of the file
   * @throws IllegalArgumentException if the file cannot be read
   */
  public KafkaConsumer<byte[], byte[]> newConsumer(Map<String, Object> settings) {
    return newConsumer(clientConfig(Map.of()), settings);
  }

  /** Creates the same consumer from the properties of any Kafka client. */
  public static KafkaConsumer<byte[], byte[]> newConsumer(
      Map<String, Object> clientProperties, Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>(clientProperties);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // The end of a topic is then before the first open transaction.
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.putAll(settings);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Properties fileSettings() {
    try (InputStream in = new NamedFile(configFile).open()) {
      return Utf8.properties(in);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The Kafka settings in " + configFile + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The Kafka settings in " + configFile + " cannot be read: name a properties file", e);
    }
  }
}
