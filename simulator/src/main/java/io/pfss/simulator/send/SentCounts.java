package io.pfss.simulator.send;

import io.pfss.simulator.faults.Fault;
import java.util.Map;

/**
 * What a simulator has sent.
 *
 * @param records all of them
 * @param valid those that are valid readings
 * @param faults by kind, those that a fault befell
 */
public record SentCounts(long records, long valid, Map<Fault, Long> faults) {}
