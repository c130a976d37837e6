// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** A Kafka broker (KRaft) in a separate JVM, on a free port of the loopback address. */
public final class KafkaBroker extends Server {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** JVM flags of a single broker. */
  private static final List<String> SINGLE_BROKER_FLAGS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          // Kafka names its files with the digits of the locale.
          "-Duser.language=en",
          "-Duser.country=US");

  /**
   * JVM flags of one of several brokers on a machine, where the C2 compiler costs more time than it
   * saves.
   */
  private static final List<String> CLUSTER_BROKER_FLAGS =
      Stream.concat(SINGLE_BROKER_FLAGS.stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList();

  private final JavaModule module;
  private final List<String> jvmFlags;
  private final Path data;
  private final Properties settings;

  /**
   * Creates a broker of a cluster.
   *
   * @param voters the cluster's controllers, in Kafka's format
   */
  KafkaBroker(Path module, Path data, int node, int port, List<String> voters, Uuid cluster) {
    this(module, CLUSTER_BROKER_FLAGS, data, settings(data, node, port, voters, cluster));
  }

  private KafkaBroker(Path module, List<String> jvmFlags, Path data, Properties settings) {
    this.module = new JavaModule(module);
    this.jvmFlags = jvmFlags;
    this.data = data;
    this.settings = settings;
  }

  /**
   * Starts a broker and waits until it is up.
   *
   * @param module the folder of the module runners/trials/broker, compiled
   * @param data the folder of the broker's log; existing records are served
   * @throws IOException if the broker does not start within 60 s; the message ends with its log
   */
  public static KafkaBroker start(Path module, Path data) throws IOException, InterruptedException {
    int[] ports = FreePorts.find(2);
    return start(module, data, ports[0], "127.0.0.1:" + ports[1], new Properties());
  }

  /**
   * Starts a broker with one user and a TLS listener for each certificate, and waits until it is
   * up. {@link #bootstrapServers()} returns the listener of the first certificate.
   *
   * @param module the folder of the module runners/trials/broker, compiled
   * @param data the folder of the broker's log
   * @throws IOException if the broker does not start within 60 s; the message ends with its log
   */
  public static KafkaBroker startSecured(Path module, Path data, KafkaSecurity security)
      throws IOException, InterruptedException {
    int listeners = security.certificates().size();
    int[] ports = FreePorts.find(listeners + 1);
    String controller = "127.0.0.1:" + ports[listeners];
    Properties more = security.brokerSettings(ports, controller);
    return start(module, data, ports[0], controller, more);
  }

  private static KafkaBroker start(
      Path module, Path data, int port, String controller, Properties more)
      throws IOException, InterruptedException {
    Properties settings = settings(data, 1, port, List.of("1@" + controller), Uuid.randomUuid());
    settings.putAll(more);
    KafkaBroker broker = new KafkaBroker(module, SINGLE_BROKER_FLAGS, data, settings);
    broker.restart();
    return broker;
  }

  private static Properties settings(
      Path data, int node, int port, List<String> voters, Uuid cluster) {
    String controller = voters.get(node - 1).substring((node + "@").length());
    // With three brokers, one may fail and writes continue.
    int replicas = Math.min(3, voters.size());
    int inSync = Math.max(1, replicas - 1);
    Properties settings = new Properties();
    settings.put("cluster.id", cluster.toString());
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(node));
    settings.put("controller.quorum.voters", String.join(",", voters));
    settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.resolve("log").toAbsolutePath().toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", Integer.toString(replicas));
    settings.put("min.insync.replicas", Integer.toString(inSync));
    settings.put("offsets.topic.replication.factor", Integer.toString(replicas));
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", Integer.toString(replicas));
    settings.put("transaction.state.log.min.isr", Integer.toString(inSync));
    settings.put("transaction.state.log.num.partitions", "4");
    // Groups in trials start with all their members.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("message.max.bytes", Integer.toString(10 << 20));
    return settings;
  }

  /**
   * Returns the address of the listener with a certificate.
   *
   * @param number the index of the certificate, from 0
   */
  public String bootstrapServers(int number) {
    String listener = settings.getProperty("advertised.listeners").split(",")[number];
    return listener.substring(listener.indexOf("://") + "://".length());
  }

  /** Returns the address for clients. */
  public String bootstrapServers() {
    return bootstrapServers(0);
  }

  /**
   * Starts the process. The broker is up only when a majority of the cluster's controllers is up.
   */
  @Override
  ChildProcess start() throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }

    List<String> command = module.command(jvmFlags);
    command.addAll(List.of("io.pfss.trials.broker.BrokerMain", file.toString()));
    String name = "Kafka broker " + settings.getProperty("node.id");
    return ChildProcess.start(name, command, data.resolve("broker.log"));
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitReady(TIMEOUT);
  }
}
