/** The times of the operator's page. */
package io.pfss.trials.benchmarks.page;
