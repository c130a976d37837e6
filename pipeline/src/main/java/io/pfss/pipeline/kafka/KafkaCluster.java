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
 * How to reach a Kafka cluster.
 *
 * <p>TLS and SASL settings pass through from a properties file, which is read where a client is
 * made: secrets are in no pipeline graph, options dump or command line.
 *
 * @param bootstrapServers as Kafka takes them: {@code host:port,…}
 * @param configFile a properties file on any Beam file system; empty for none
 */
public record KafkaCluster(String bootstrapServers, String configFile) implements Serializable {
  public KafkaCluster {
    Objects.requireNonNull(configFile, "configFile");
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("The bootstrap servers are empty: give host:port,…");
    }
  }

  /** A cluster without further settings. */
  public static KafkaCluster at(String bootstrapServers) {
    return new KafkaCluster(bootstrapServers, "");
  }

  /** The same cluster with the client settings of a properties file; empty for none. */
  public KafkaCluster withConfigFile(String file) {
    return new KafkaCluster(bootstrapServers, file);
  }

  /**
   * The settings of a client of this cluster: the file's, then {@code settings}, then the address.
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
   * A consumer that reads what transactions have committed, commits no offset by itself, and
   * creates no topic.
   *
   * @param settings beside these, and in place of the file's
   * @throws IllegalArgumentException if the file cannot be read
   */
  public KafkaConsumer<byte[], byte[]> newConsumer(Map<String, Object> settings) {
    return newConsumer(clientConfig(Map.of()), settings);
  }

  /** The same for a cluster that any client's properties name. */
  public static KafkaConsumer<byte[], byte[]> newConsumer(
      Map<String, Object> clientProperties, Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>(clientProperties);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // A topic ends for us before the first transaction that is open.
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
