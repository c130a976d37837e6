/** JMH benchmarks of single steps. */
package io.pfss.trials.benchmarks.micro;
