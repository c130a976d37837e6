package io.pfss.runners.faults;

import io.pfss.runners.yarn.Submission;
import io.pfss.runners.yarn.TrialCluster;
import java.util.Random;

/**
 * What a fault may lay hands on.
 *
 * @param cluster all servers
 * @param submission where the job's files are
 * @param job the main job
 * @param influx what stands before InfluxDB
 * @param sensors what sends readings now
 * @param random for what a fault hits
 */
record Stage(
    TrialCluster cluster,
    Submission submission,
    SupervisedJob job,
    InfluxProxy influx,
    Sensors sensors,
    Random random) {}
