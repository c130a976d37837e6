// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark's master and the settings that depend on it. */
public final class SparkSetup {
  /** Set by spark-submit; overrides any option. */
  private static final String MASTER_PROPERTY = "spark.master";

  /** A local Spark listens on loopback only. */
  private static final Map<String, String> LOCAL_SETTINGS =
      Map.of(
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.ui.enabled", "false");

  private SparkSetup() {}

  /** Makes {@link BatchClock} plan all streams that this process starts from now on. */
  public static void setBatchClock() {
    System.getProperties().putIfAbsent("spark.streaming.clock", BatchClock.class.getName());
  }

  /** Returns the master that spark-submit set, if it started this process. */
  public static Optional<String> submittedMaster() {
    return Optional.ofNullable(System.getProperty(MASTER_PROPERTY));
  }

  /** Returns whether a master runs Spark in this process. */
  public static boolean isLocal(String master) {
    return master.startsWith("local");
  }

  /** Returns whether a configuration's master runs Spark in this process. */
  public static boolean isLocal(SparkConf configuration) {
    return isLocal(configuration.get(MASTER_PROPERTY));
  }

  /**
   * Sets the system properties for Spark in this process. Properties of the JVM's command line win.
   */
  public static void setLocal() {
    LOCAL_SETTINGS.forEach(System.getProperties()::putIfAbsent);
  }

  /** Returns a configuration with the submitted master, or else the given one. */
  public static SparkConf configuration(String master) {
    SparkConf configuration = new SparkConf().setIfMissing(MASTER_PROPERTY, master);
    if (isLocal(configuration)) {
      LOCAL_SETTINGS.forEach(configuration::setIfMissing);
    }

    return configuration;
  }

  /**
   * Starts Spark for one command, in this process or on the master of spark-submit. System
   * properties {@code spark.…} win.
   */
  public static SparkSession session(String name) {
    SparkConf configuration = configuration("local[*]").setAppName("PFSS " + name);
    if (isLocal(configuration)) {
      // For shuffles of file names; sorted rows get one partition per new file.
      configuration.setIfMissing("spark.sql.shuffle.partitions", "8");
    }

    return SparkSession.builder().config(configuration).getOrCreate();
  }

  /**
   * Stages only the deployable jar, which contains this class. Beam would add the whole class path,
   * but the cluster has Spark already.
   */
  public static void stageJar(SparkPipelineOptions options) {
    options.setFilesToStage(
        List.of(SparkSetup.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
  }
}
