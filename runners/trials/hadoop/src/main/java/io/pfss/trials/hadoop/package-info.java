/** Runs a daemon of HDFS or YARN in a separate process. */
package io.pfss.trials.hadoop;
