package io.pfss.runners.spark.maintenance;

import io.pfss.runners.spark.SparkSetup;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A Spark session for one command: in this process, or where spark-submit says. */
public final class MaintenanceSession implements AutoCloseable {
  private static final String LOCAL_MASTER = "local[*]";

  /** Of names of files: rows are sorted into as many partitions as files come of them. */
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  private static final String LOCAL_PARTITIONS = "8";

  private final SparkSession spark;

  private MaintenanceSession(SparkSession spark) {
    this.spark = spark;
  }

  /** Starts Spark. What the system properties {@code spark.…} say wins, as of spark-submit. */
  public static MaintenanceSession open(String name) {
    SparkConf conf = SparkSetup.configuration(LOCAL_MASTER).setAppName("PFSS " + name);
    if (SparkSetup.isLocal(conf)) {
      conf.setIfMissing(PARTITIONS, LOCAL_PARTITIONS);
    }

    return new MaintenanceSession(SparkSession.builder().config(conf).getOrCreate());
  }

  /** The session. */
  public SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
