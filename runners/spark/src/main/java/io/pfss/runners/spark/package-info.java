/** The main program for SparkRunner, with its settings, its batch clock and its checkpoints. */
package io.pfss.runners.spark;
