package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka cluster (KRaft): brokers that are controllers too, numbered from 1, each in a JVM of
 * its own on loopback. With three, Kafka's own topics are replicated three times and one broker may
 * fail.
 */
public final class KafkaBrokers implements AutoCloseable {
  private final List<KafkaBroker> brokers;

  private KafkaBrokers(List<KafkaBroker> brokers) {
    this.brokers = List.copyOf(brokers);
  }

  /**
   * Starts brokers and waits until all are up.
   *
   * @param module the folder of the module runners/trials/broker, compiled
   * @param data keeps the brokers' logs; what is there already is served
   * @throws IOException if a broker does not come up within 60 s; the message ends with its log
   */
  public static KafkaBrokers start(Path module, Path data, int count)
      throws IOException, InterruptedException {
    int[] ports = FreePorts.find(2 * count);
    List<String> voters =
        IntStream.rangeClosed(1, count)
            .mapToObj(node -> node + "@127.0.0.1:" + ports[count + node - 1])
            .toList();
    Uuid id = Uuid.randomUuid();
    KafkaBrokers cluster =
        new KafkaBrokers(
            IntStream.rangeClosed(1, count)
                .mapToObj(
                    node ->
                        new KafkaBroker(
                            module,
                            data.resolve("broker-" + node),
                            node,
                            ports[node - 1],
                            voters,
                            id))
                .toList());
    try {
      cluster.restartAll();
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }

    return cluster;
  }

  /** The addresses of all brokers, for clients. */
  public String bootstrapServers() {
    return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
  }

  /** The processes, in the order of the brokers' numbers. */
  public List<Long> pids() {
    return brokers.stream().map(KafkaBroker::pid).toList();
  }

  /** Starts all brokers again at once, after a kill of each: one alone is no majority. */
  public void restartAll() throws IOException, InterruptedException {
    for (KafkaBroker broker : brokers) {
      broker.launch();
    }

    for (KafkaBroker broker : brokers) {
      broker.awaitReady();
    }
  }

  /**
   * Ends all, as a power cut would: what a broker acknowledged is in its log. A graceful end takes
   * a majority of controllers, which the last ones would wait for in vain.
   */
  @Override
  public void close() {
    brokers.forEach(KafkaBroker::kill);
  }

  /** A broker, by its number. */
  public KafkaBroker broker(int node) {
    return brokers.get(node - 1);
  }
}
