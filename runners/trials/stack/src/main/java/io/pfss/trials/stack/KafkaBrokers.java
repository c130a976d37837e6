// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster (KRaft): brokers that are also controllers, numbered from 1, each in a separate
 * JVM on loopback. With three brokers, Kafka's internal topics have three replicas and one broker
 * may fail.
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
   * @param data the folder of the brokers' logs; existing records are served
   * @throws IOException if a broker does not start within 60 s; the message ends with its log
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

  /** Returns the addresses of all brokers, for clients. */
  public String bootstrapServers() {
    return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
  }

  /** Returns the process ids, in the order of the brokers' numbers. */
  public List<Long> pids() {
    return brokers.stream().map(KafkaBroker::pid).toList();
  }

  /** Restarts all brokers at once after all were killed: a single one is no majority. */
  public void restartAll() throws IOException, InterruptedException {
    for (KafkaBroker broker : brokers) {
      broker.launch();
    }

    for (KafkaBroker broker : brokers) {
      broker.awaitReady();
    }
  }

  /**
   * Kills all brokers, as a power cut would: acknowledged records are in their logs. A graceful
   * stop needs a majority of controllers, which the last brokers would not have.
   */
  @Override
  public void close() {
    brokers.forEach(KafkaBroker::kill);
  }

  /** Returns a broker by its number. */
  public KafkaBroker broker(int node) {
    return brokers.get(node - 1);
  }
}
