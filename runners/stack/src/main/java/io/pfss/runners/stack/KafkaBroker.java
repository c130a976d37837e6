package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Kafka broker (KRaft) in a JVM of its own, on a free port of the loopback address. */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JavaModule module;
  private final Path data;
  private final int node;
  private final int port;
  private final String voters;
  private ChildProcess process;

  /** One broker of a cluster, whose controllers are {@code voters}, as Kafka writes them. */
  KafkaBroker(Path module, Path data, int node, int port, String voters) {
    this.module = new JavaModule(module);
    this.data = data;
    this.node = node;
    this.port = port;
    this.voters = voters;
  }

  /**
   * Starts a broker and waits until it is up.
   *
   * @param module the folder of the module runners/broker, compiled
   * @param data keeps the broker's log; what is there already is served
   * @throws IOException if the broker does not come up within 60 s; the message ends with its log
   */
  public static KafkaBroker start(Path module, Path data) throws IOException, InterruptedException {
    int[] ports = FreePorts.find(2);
    KafkaBroker broker = new KafkaBroker(module, data, 1, ports[0], "1@127.0.0.1:" + ports[1]);
    broker.restart();
    return broker;
  }

  /** The address for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it gracefully. */
  public void stop() {
    process.stop();
  }

  /** Kills it, as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts it again on the same data and port, after a stop or a kill. */
  public void restart() throws IOException, InterruptedException {
    launch();
    awaitReady();
  }

  @Override
  public void close() {
    stop();
  }

  /** Starts it without waiting: it is up only when most of the cluster's controllers are. */
  void launch() throws IOException {
    Files.createDirectories(data);
    process =
        ChildProcess.start(
            "Kafka broker " + node,
            List.of(
                JavaModule.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                module.classPath(),
                "io.pfss.runners.broker.BrokerMain",
                data.toString(),
                Integer.toString(node),
                Integer.toString(port),
                voters),
            data.resolve("broker.log"),
            ProcessBuilder.Redirect.PIPE);
  }

  void awaitReady() throws IOException, InterruptedException {
    process.awaitReady(TIMEOUT);
  }
}
