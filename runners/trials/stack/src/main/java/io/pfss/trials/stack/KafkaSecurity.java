// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The security settings of a broker: SASL_SSL with SCRAM-SHA-512.
 *
 * @param user its only user
 * @param password the user's
 * @param authority the certificate of the authority that clients trust, PEM
 * @param certificates one key and certificate for each listener, PEM; the first is for connections
 *     between brokers
 */
public record KafkaSecurity(String user, String password, Path authority, List<Path> certificates) {
  private static final String MECHANISM = "SCRAM-SHA-512";

  /** Returns the settings of a client with the right password, as the text of a properties file. */
  public String clientSettings() {
    return clientSettings(password);
  }

  /** Returns the settings of a client with the given password, as the text of a properties file. */
  public String clientSettings(String clientPassword) {
    return String.format(
        Locale.ROOT,
        """
        security.protocol=SASL_SSL
        sasl.mechanism=%s
        sasl.jaas.config=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """,
        MECHANISM,
        login(clientPassword),
        authority);
  }

  /**
   * Returns the settings of the broker by Kafka's names, with the user to create as {@code scram}.
   */
  Properties brokerSettings(int[] ports, String controller) {
    Properties settings = new Properties();
    settings.put("scram", MECHANISM + "=[name=" + user + ",password=" + password + "]");
    settings.put("listeners", addresses(ports) + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", addresses(ports));
    settings.put(
        "listener.security.protocol.map",
        names().map(name -> name + ":SASL_SSL").collect(Collectors.joining(","))
            + ",CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", name(0));
    settings.put("sasl.enabled.mechanisms", MECHANISM);
    settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", authority.toString());
    for (int i = 0; i < certificates.size(); i++) {
      String prefix = "listener.name." + name(i) + ".";
      settings.put(prefix + "ssl.keystore.location", certificates.get(i).toString());
      settings.put(prefix + "scram-sha-512.sasl.jaas.config", login(password));
    }

    return settings;
  }

  private String login(String loginPassword) {
    return String.format(
        Locale.ROOT,
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";",
        user,
        loginPassword);
  }

  private String addresses(int[] ports) {
    return IntStream.range(0, certificates.size())
        .mapToObj(i -> name(i) + "://127.0.0.1:" + ports[i])
        .collect(Collectors.joining(","));
  }

  private Stream<String> names() {
    return IntStream.range(0, certificates.size()).mapToObj(KafkaSecurity::name);
  }

  private static String name(int certificate) {
    return "secured" + certificate;
  }
}
