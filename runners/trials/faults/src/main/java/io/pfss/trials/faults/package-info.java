/**
 * What becomes of readings when a part of the system fails: faults in mid-stream, and an audit of
 * all sinks after each.
 */
package io.pfss.trials.faults;
