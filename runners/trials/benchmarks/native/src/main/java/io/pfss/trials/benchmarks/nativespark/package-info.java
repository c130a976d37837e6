/**
 * The same job as PFSS in native Spark Structured Streaming and Spark MLlib, for comparison with
 * PFSS. It shares only the names of fields and the generator of training data with PFSS.
 */
package io.pfss.trials.benchmarks.nativespark;
