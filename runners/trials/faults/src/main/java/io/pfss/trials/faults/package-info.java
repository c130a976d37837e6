/**
 * Injects faults into a running system, and audits all sinks after each fault for lost and
 * duplicate readings.
 */
package io.pfss.trials.faults;
