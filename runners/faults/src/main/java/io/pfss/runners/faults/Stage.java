package io.pfss.runners.faults;

import io.pfss.runners.yarn.Submission;
import io.pfss.runners.yarn.TrialCluster;
import java.util.Random;

/**
 * What a fault may lay hands on.
 *
 * @param trial the cluster and the main job on it
 * @param sensors what sends readings now
 * @param random for what a fault hits
 */
record Stage(TrialJob trial, Sensors sensors, Random random) {
  /** All servers. */
  TrialCluster cluster() {
    return trial.cluster();
  }

  /** Where the job's files are. */
  Submission submission() {
    return trial.submission();
  }

  /** The main job. */
  SupervisedJob job() {
    return trial.supervised();
  }

  /** What stands before InfluxDB. */
  InfluxProxy influx() {
    return trial.influx();
  }
}
