/**
 * Starts and stops real servers for tests and trials: Kafka, InfluxDB, databases, HDFS and YARN.
 */
package io.pfss.trials.stack;
