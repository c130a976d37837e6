/**
 * The same job as PFSS, written natively in Spark Structured Streaming and Spark MLlib: what PFSS
 * is measured against. It shares with PFSS the names of fields and the generator of training data,
 * nothing else.
 */
package io.pfss.trials.benchmarks.nativespark;
