package io.pfss.runners.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real Kafka broker (KRaft) in a JVM of its own, on a free port of the loopback address. */
public final class KafkaBroker implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final Path module;
  private final Path data;
  private final int[] ports;
  private ChildProcess process;

  private KafkaBroker(Path module, Path data, int[] ports) {
    this.module = module;
    this.data = data;
    this.ports = ports;
  }

  /**
   * Starts a broker and waits until it is up.
   *
   * @param module the folder of the module runners/broker, compiled
   * @param data keeps the broker's log; what is there already is served
   * @throws IOException if the broker does not come up within 60 s; the message ends with its log
   */
  public static KafkaBroker start(Path module, Path data) throws IOException, InterruptedException {
    KafkaBroker broker = new KafkaBroker(module, data, FreePorts.find(2));
    broker.restart();
    return broker;
  }

  /** The address for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + ports[0];
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
    Files.createDirectories(data);
    process =
        ChildProcess.start(
            "The Kafka broker",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "io.pfss.runners.broker.BrokerMain",
                data.toString(),
                Integer.toString(ports[0]),
                Integer.toString(ports[1])),
            data.resolve("broker.log"),
            ProcessBuilder.Redirect.PIPE);
    awaitReady();
  }

  @Override
  public void close() {
    stop();
  }

  private String classPath() throws IOException {
    Path dependencies = module.resolve("target/classpath");
    if (!Files.exists(dependencies)) {
      throw new IOException(
          "The broker is not built: " + dependencies + " is absent. Run mvn compile first.");
    }

    return module.resolve("target/classes") + ":" + Files.readString(dependencies).strip();
  }

  private void awaitReady() throws IOException, InterruptedException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
    CompletableFuture<Boolean> ready =
        CompletableFuture.supplyAsync(
            () -> output.lines().anyMatch(line -> line.startsWith("READY ")));
    try {
      if (!ready.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw process.failure("ended at once");
      }
    } catch (TimeoutException e) {
      process.kill();
      throw process.failure("was not up after " + TIMEOUT_SECONDS + " s");
    } catch (ExecutionException e) {
      process.kill();
      throw new IOException("The Kafka broker cannot be watched", e.getCause());
    }
  }
}
