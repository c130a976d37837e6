package io.pfss.trials.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * One real Kafka broker that is a KRaft controller too, on loopback only: alone, or one of a
 * cluster.
 *
 * <p>Prints {@code READY <address>} when it is up. Stops on SIGTERM, and when its standard input
 * ends, as it does when the process that started it dies.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs a broker.
   *
   * @param args the data folder, the node's number, the broker's port, and the controllers of the
   *     whole cluster, this one among them, as {@code 1@127.0.0.1:19093,2@127.0.0.1:29093}; then a
   *     file of further settings, which win, and where {@code scram.user} and {@code
   *     scram.password} are a user to be made
   */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]).toAbsolutePath();
    String node = args[1];
    int port = Integer.parseInt(args[2]);
    String voters = args[3];
    Properties settings = settings(data, node, port, List.of(voters.split(",")));
    Optional<String> user = addFrom(Path.of(args[4]), settings);
    if (!Files.exists(data.resolve("log").resolve("meta.properties"))) {
      format(data, settings, user);
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

  private static Properties settings(Path data, String node, int port, List<String> voters) {
    String controller =
        voters.stream()
            .filter(voter -> voter.startsWith(node + "@"))
            .map(voter -> voter.substring(node.length() + 1))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("Node " + node + " is none of " + voters));
    // Alone, nothing can be replicated. With three, one may fail and writes still go on.
    int replicas = Math.min(3, voters.size());
    int inSync = Math.max(1, replicas - 1);
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", node);
    settings.put("controller.quorum.voters", String.join(",", voters));
    settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.resolve("log").toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", Integer.toString(replicas));
    settings.put("min.insync.replicas", Integer.toString(inSync));
    settings.put("offsets.topic.replication.factor", Integer.toString(replicas));
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", Integer.toString(replicas));
    settings.put("transaction.state.log.min.isr", Integer.toString(inSync));
    settings.put("transaction.state.log.num.partitions", "4");
    // Nobody else will join a group.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("message.max.bytes", Integer.toString(10 << 20));
    return settings;
  }

  /** Answers the user to be made, as Kafka's own command writes it. */
  private static Optional<String> addFrom(Path file, Properties settings) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      settings.load(in);
    }

    String name = (String) settings.remove("scram.user");
    String password = (String) settings.remove("scram.password");
    return Optional.ofNullable(name)
        .map(user -> "SCRAM-SHA-512=[name=" + user + ",password=" + password + "]");
  }

  private static void format(Path data, Properties settings, Optional<String> user)
      throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("server.properties");
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      settings.store(out, "Made by BrokerMain, to format the log folder");
    }

    List<String> command =
        new ArrayList<>(
            List.of("format", "--cluster-id=" + clusterId(settings), "--config", file.toString()));
    user.ifPresent(scram -> command.addAll(List.of("--add-scram", scram)));
    if (StorageTool.execute(command.toArray(String[]::new), System.err) != 0) {
      throw new IOException("The log folder below " + data + " cannot be formatted");
    }
  }

  /** An id that every node of a cluster finds by itself, and no other cluster has. */
  private static String clusterId(Properties settings) {
    byte[] voters =
        settings.getProperty("controller.quorum.voters").getBytes(StandardCharsets.UTF_8);
    UUID id = UUID.nameUUIDFromBytes(voters);
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
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
