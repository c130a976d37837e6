// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The environment of a contestant.
 *
 * @param home the repository's folder
 * @param folder the folder of the contestant's data and log; not shared, initially empty
 * @param bootstrapServers Kafka's address
 * @param scoreTopic the topic of its scores
 * @param influxUrl InfluxDB's address
 * @param heap the contestant's maximum heap size, as in {@code -Xmx}
 * @param moreJvmFlags the contestant's other JVM flags
 * @param pfssOptions additional options of PFSS
 */
record Bench(
    Path home,
    Path folder,
    String bootstrapServers,
    String scoreTopic,
    String influxUrl,
    String heap,
    List<String> moreJvmFlags,
    List<String> pfssOptions) {
  /** The topic that all contestants read. */
  static final String HEAT_TOPIC = "heat";

  /** The database that each contestant writes to, each in a separate influxd. */
  static final String DATABASE = "heat_pf";

  /** Returns the topic of its alerts, if it raises any. */
  String alertTopic() {
    return scoreTopic + "-alerts";
  }

  /** Returns the topic of its outlooks, if it makes any. */
  String riskTopic() {
    return scoreTopic + "-risk";
  }

  List<String> jvmFlags() {
    return Stream.concat(Stream.of("-Xmx" + heap), moreJvmFlags.stream()).toList();
  }

  Path warehouse() {
    return folder.resolve("warehouse");
  }
}
