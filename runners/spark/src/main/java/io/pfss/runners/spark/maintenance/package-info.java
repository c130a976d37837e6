/** Commands that maintain the warehouse with Spark: compaction, retention and orphan files. */
package io.pfss.runners.spark.maintenance;
