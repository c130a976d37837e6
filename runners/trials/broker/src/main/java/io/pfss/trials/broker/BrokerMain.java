// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * Runs a Kafka broker that is also a KRaft controller. Prints {@code READY} and its listeners when
 * it is up, and stops on SIGTERM.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs a broker.
   *
   * @param args the path of a properties file with Kafka's settings, {@code cluster.id}, and
   *     optionally {@code scram}, the user to create; the latter two apply when the log folder is
   *     formatted
   */
  public static void main(String[] args) throws IOException {
    Properties settings = Utils.loadProps(args[0]);
    if (!Files.exists(Path.of(settings.getProperty("log.dirs"), "meta.properties"))) {
      format(args[0], settings);
    }

    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
    server.startup();
    System.out.println("READY " + settings.getProperty("advertised.listeners"));
    server.awaitShutdown();
  }

  private static void format(String file, Properties settings) throws IOException {
    String cluster = settings.getProperty("cluster.id");
    List<String> command =
        new ArrayList<>(List.of("format", "--config", file, "--cluster-id", cluster));
    if (settings.containsKey("scram")) {
      command.addAll(List.of("--add-scram", settings.getProperty("scram")));
    }

    if (StorageTool.execute(command.toArray(String[]::new), System.err) != 0) {
      throw new IOException("Failed to format " + settings.getProperty("log.dirs"));
    }
  }
}
