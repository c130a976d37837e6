// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo;

import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.Closer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a Kafka broker and an influxd as child processes, unless the options give their addresses.
 */
final class EmbeddedParts {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedParts.class);

  private EmbeddedParts() {}

  /**
   * Starts the missing servers and writes their addresses into the options.
   *
   * @param stops receives an action for each server that stops it
   * @return lines for the user: the servers that were started, and those that could not be
   */
  static List<String> start(DemoOptions options, Closer stops)
      throws IOException, InterruptedException {
    List<String> notes = new ArrayList<>();
    if (options.getInfluxUrl().isEmpty() && options.isEmbeddedInflux()) {
      notes.add(startInflux(options, stops));
    }

    if (options.getBootstrapServers().isEmpty()) {
      notes.add(startKafka(options, stops));
    }

    return notes;
  }

  private static String startKafka(DemoOptions options, Closer stops)
      throws IOException, InterruptedException {
    KafkaBroker broker =
        KafkaBroker.start(
            brokerModule(Path.of(options.getHome()).toAbsolutePath().normalize()),
            Path.of(options.getDataFolder(), "kafka"));
    stops.register(broker::stop);
    options.setBootstrapServers(broker.bootstrapServers());
    return "Kafka      " + broker.bootstrapServers() + " (embedded)";
  }

  private static Path brokerModule(Path home) {
    Path jars = home.resolve("lib").resolve("broker");
    return Files.isDirectory(jars) ? jars : home.resolve("runners").resolve("trials/broker");
  }

  private static String startInflux(DemoOptions options, Closer stops)
      throws IOException, InterruptedException {
    Path binary;
    try {
      binary = InfluxBinary.obtain();
    } catch (IOException e) {
      LOG.info("influxd not found; continuing without InfluxDB", e);
      return "InfluxDB   none: " + e.getMessage();
    }

    InfluxServer server = InfluxServer.start(binary, Path.of(options.getDataFolder(), "influxdb"));
    stops.register(server::stop);
    options.setInfluxUrl(server.url().toString());
    return "InfluxDB   " + server.url() + " (embedded, " + binary + ")";
  }
}
