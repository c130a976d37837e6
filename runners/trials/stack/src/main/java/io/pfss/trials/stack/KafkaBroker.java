package io.pfss.trials.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A real Kafka broker (KRaft) in a JVM of its own, on a free port of the loopback address. */
public final class KafkaBroker extends Server {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Of a broker that has a machine's processors to itself, more or less. */
  private static final List<String> ALONE = List.of("-Xmx512m", "-XX:+UseSerialGC");

  /**
   * Of one of several on one machine: what the better compiler takes of it is more than it gives.
   */
  private static final List<String> AMONG_OTHERS =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final JavaModule module;
  private final List<String> jvmFlags;
  private final Path data;
  private final int node;
  private final int port;
  private final String voters;
  private final Properties more;

  /** One broker of a cluster, whose controllers are {@code voters}, as Kafka writes them. */
  KafkaBroker(Path module, Path data, int node, int port, String voters) {
    this(module, AMONG_OTHERS, data, node, port, voters, new Properties());
  }

  private KafkaBroker(
      Path module,
      List<String> jvmFlags,
      Path data,
      int node,
      int port,
      String voters,
      Properties more) {
    this.module = new JavaModule(module);
    this.jvmFlags = jvmFlags;
    this.data = data;
    this.node = node;
    this.port = port;
    this.voters = voters;
    this.more = more;
  }

  /**
   * Starts a broker and waits until it is up.
   *
   * @param module the folder of the module runners/trials/broker, compiled
   * @param data keeps the broker's log; what is there already is served
   * @throws IOException if the broker does not come up within 60 s; the message ends with its log
   */
  public static KafkaBroker start(Path module, Path data) throws IOException, InterruptedException {
    int[] ports = FreePorts.find(2);
    return start(module, data, ports[0], "127.0.0.1:" + ports[1], new Properties());
  }

  /**
   * Starts a broker that lets in one user and shows certificates, and waits until it is up. Of its
   * listeners {@link #bootstrapServers} is the first certificate's.
   *
   * @param module the folder of the module runners/trials/broker, compiled
   * @param data keeps the broker's log
   * @throws IOException if the broker does not come up within 60 s; the message ends with its log
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
    KafkaBroker broker = new KafkaBroker(module, ALONE, data, 1, port, "1@" + controller, more);
    broker.restart();
    return broker;
  }

  /**
   * The address of the listener that shows a certificate.
   *
   * @param number of the certificate, from 0
   */
  public String bootstrapServers(int number) {
    String listener = more.getProperty("advertised.listeners").split(",")[number];
    return listener.substring(listener.indexOf("://") + "://".length());
  }

  /** The address for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** It is up only when most of the cluster's controllers are. */
  @Override
  ChildProcess start() throws IOException {
    Files.createDirectories(data);
    Path settings = data.resolve("more.properties");
    try (Writer out = Files.newBufferedWriter(settings)) {
      more.store(out, "What is added to a broker's settings, and wins");
    }

    List<String> command = new ArrayList<>(List.of(JavaModule.java()));
    command.addAll(jvmFlags);
    // Kafka names its files with the digits of the locale.
    command.addAll(List.of("-Duser.language=en", "-Duser.country=US"));
    command.addAll(
        List.of(
            "-cp",
            module.classPath(),
            "io.pfss.trials.broker.BrokerMain",
            data.toString(),
            Integer.toString(node),
            Integer.toString(port),
            voters,
            settings.toString()));
    return ChildProcess.start("Kafka broker " + node, command, data.resolve("broker.log"));
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitReady(TIMEOUT);
  }
}
