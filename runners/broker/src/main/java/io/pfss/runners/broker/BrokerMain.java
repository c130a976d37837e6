package io.pfss.runners.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * One real Kafka broker with its own KRaft controller, on loopback only.
 *
 * <p>Prints {@code READY <address>} when it is up. Stops on SIGTERM, and when its standard input
 * ends, as it does when the process that started it dies.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs a broker.
   *
   * @param args the data folder, the broker's port and the controller's port
   */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]).toAbsolutePath();
    int port = Integer.parseInt(args[1]);
    int controllerPort = Integer.parseInt(args[2]);
    Properties settings = settings(data, port, controllerPort);
    if (!Files.exists(data.resolve("log").resolve("meta.properties"))) {
      format(data, settings);
    }

    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
    server.startup();
    System.out.println("READY 127.0.0.1:" + port);
    Thread watcher = new Thread(BrokerMain::exitAtEndOfInput, "watch-parent");
    watcher.setDaemon(true);
    watcher.start();
    server.awaitShutdown();
  }

  private static Properties settings(Path data, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.resolve("log").toString());
    settings.put("auto.create.topics.enable", "false");
    // One broker: nothing can be replicated, and nobody else will join a group.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("message.max.bytes", Integer.toString(10 << 20));
    return settings;
  }

  private static void format(Path data, Properties settings) throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("server.properties");
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      settings.store(out, "Made by BrokerMain, to format the log folder");
    }

    String[] command = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    if (StorageTool.execute(command, System.err) != 0) {
      throw new IOException("The log folder below " + data + " cannot be formatted");
    }
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes here: only the end matters.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.exit(0);
    }
  }
}
