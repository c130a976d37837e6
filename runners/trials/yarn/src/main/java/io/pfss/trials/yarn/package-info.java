/**
 * A small cluster of YARN, HDFS and Kafka on one machine, and submissions of the main job to it.
 */
package io.pfss.trials.yarn;
