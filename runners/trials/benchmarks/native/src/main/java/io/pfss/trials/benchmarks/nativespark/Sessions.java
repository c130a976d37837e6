// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import org.apache.spark.sql.SparkSession;

/** Starts Spark sessions with the settings of both programs. */
final class Sessions {
  private Sessions() {}

  /** Starts a session without a UI, whose driver listens on loopback only. */
  static SparkSession start(String name) {
    return SparkSession.builder()
        .appName(name)
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        // The two queries run concurrently: neither waits for the other's tasks.
        .config("spark.scheduler.mode", "FAIR")
        .config("spark.locality.wait", "0")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS")
        // If pushed below from_json, the filter on its fields would parse each record two more
        // times.
        .config(
            "spark.sql.optimizer.excludedRules",
            "org.apache.spark.sql.catalyst.optimizer.PushDownPredicates,"
                + "org.apache.spark.sql.catalyst.optimizer.PushPredicateThroughNonJoin")
        // Writes the hours of a batch concurrently, without a sort by hour.
        .config("spark.sql.maxConcurrentOutputFileWriters", 32)
        // A batch is cached for seconds only: compression would cost more than the memory.
        .config("spark.sql.inMemoryColumnarStorage.compressed", false)
        .getOrCreate();
  }
}
