package io.pfss.demo;

import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real parts that the options do not name: a Kafka broker and an influxd, as child processes.
 */
final class EmbeddedParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedParts.class);

  private final Deque<Runnable> stops = new ArrayDeque<>();

  private final List<String> notes = new ArrayList<>();

  /**
   * Starts what is missing, and writes the addresses into the options.
   *
   * @return for the user: what was started, and what could not be
   */
  List<String> start(DemoOptions options) throws IOException, InterruptedException {
    if (options.getInfluxUrl().isEmpty() && options.isEmbeddedInflux()) {
      startInflux(options);
    }

    if (options.getBootstrapServers().isEmpty()) {
      startKafka(options);
    }

    return notes;
  }

  @Override
  public void close() {
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }

  private void startKafka(DemoOptions options) throws IOException, InterruptedException {
    KafkaBroker broker =
        KafkaBroker.start(
            Path.of(options.getHome(), "runners", "trials", "broker").toAbsolutePath().normalize(),
            Path.of(options.getDataFolder(), "kafka"));
    stops.push(broker::stop);
    options.setBootstrapServers(broker.bootstrapServers());
    notes.add("Kafka      " + broker.bootstrapServers() + " (embedded)");
  }

  private void startInflux(DemoOptions options) throws IOException, InterruptedException {
    Path binary;
    try {
      binary = InfluxBinary.obtain();
    } catch (IOException e) {
      LOG.info("There is no influxd", e);
      notes.add("InfluxDB   none: " + e.getMessage());
      return;
    }

    InfluxServer server = InfluxServer.start(binary, Path.of(options.getDataFolder(), "influxdb"));
    stops.push(server::stop);
    options.setInfluxUrl(server.url().toString());
    notes.add("InfluxDB   " + server.url() + " (embedded, " + binary + ")");
  }
}
