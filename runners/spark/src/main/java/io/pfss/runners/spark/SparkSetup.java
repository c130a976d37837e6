package io.pfss.runners.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Where Spark runs, and what it must be told there. */
public final class SparkSetup {
  /** What spark-submit says; it wins over any option. */
  private static final String MASTER_PROPERTY = "spark.master";

  /** What a local Spark listens on is nobody else's business. */
  private static final Map<String, String> LOCAL_SETTINGS =
      Map.of(
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.ui.enabled", "false");

  private SparkSetup() {}

  /** Has every stream of this process planned by {@link BatchClock}, from now on. */
  public static void setBatchClock() {
    System.getProperties().putIfAbsent("spark.streaming.clock", BatchClock.class.getName());
  }

  /** The master that spark-submit names, if it has started this process. */
  public static Optional<String> submittedMaster() {
    return Optional.ofNullable(System.getProperty(MASTER_PROPERTY));
  }

  /** Whether a master is Spark in this process. */
  public static boolean isLocal(String master) {
    return master.startsWith("local");
  }

  /** Whether a configuration's master is Spark in this process. */
  public static boolean isLocal(SparkConf configuration) {
    return isLocal(configuration.get(MASTER_PROPERTY));
  }

  /**
   * Sets what Spark in this process needs, for all that start one from now on. What the JVM was
   * started with wins.
   */
  public static void setLocal() {
    LOCAL_SETTINGS.forEach(System.getProperties()::putIfAbsent);
  }

  /** A configuration whose master is the submitted one, or the given. */
  public static SparkConf configuration(String master) {
    SparkConf configuration = new SparkConf().setIfMissing(MASTER_PROPERTY, master);
    if (isLocal(configuration)) {
      LOCAL_SETTINGS.forEach(configuration::setIfMissing);
    }

    return configuration;
  }

  /**
   * Starts Spark for one command: in this process, or where spark-submit says. What the system
   * properties {@code spark.…} say wins.
   */
  public static SparkSession session(String name) {
    SparkConf configuration = configuration("local[*]").setAppName("PFSS " + name);
    if (isLocal(configuration)) {
      // Of names of files: rows are sorted into as many partitions as files come of them.
      configuration.setIfMissing("spark.sql.shuffle.partitions", "8");
    }

    return SparkSession.builder().config(configuration).getOrCreate();
  }

  /**
   * Stages the deployable jar, which this class is in, and nothing else: Beam would add all that is
   * on the class path, and Spark is there already.
   */
  public static void stageJar(SparkPipelineOptions options) {
    options.setFilesToStage(
        List.of(SparkSetup.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
  }
}
