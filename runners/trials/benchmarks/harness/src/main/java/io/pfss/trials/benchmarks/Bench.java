package io.pfss.trials.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * What a contestant works with.
 *
 * @param home the repository's folder
 * @param folder for the contestant's data and log, its own and empty
 * @param bootstrapServers Kafka's address
 * @param scoreTopic where its scores go
 * @param influxUrl InfluxDB's address
 * @param jvmFlags of the contestant, beside what it needs itself
 * @param pfssOptions of PFSS, beside what a trial needs
 */
record Bench(
    Path home,
    Path folder,
    String bootstrapServers,
    String scoreTopic,
    String influxUrl,
    List<String> jvmFlags,
    List<String> pfssOptions) {
  /** The topic that all contestants read. */
  static final String HEAT_TOPIC = "heat";

  /** The database that each contestant writes to, in an influxd of its own. */
  static final String DATABASE = "heat_pf";

  /** Where its alerts go, if it has any. */
  String alertTopic() {
    return scoreTopic + "-alerts";
  }

  Path warehouse() {
    return folder.resolve("warehouse");
  }
}
