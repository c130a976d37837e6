/** End-to-end tests for every runner: sends readings, runs the main job, and audits all sinks. */
package io.pfss.trials.e2e;
