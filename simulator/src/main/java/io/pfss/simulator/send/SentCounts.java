// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import io.pfss.simulator.faults.Fault;
import java.util.Map;

/**
 * Counts of the records that a simulator has sent.
 *
 * @param records all records
 * @param valid valid readings
 * @param faults records with a fault, by fault
 */
public record SentCounts(long records, long valid, Map<Fault, Long> faults) {}
