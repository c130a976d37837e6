/** Measures the compaction and the rescoring of a generated warehouse. */
package io.pfss.trials.benchmarks.warehouse;
