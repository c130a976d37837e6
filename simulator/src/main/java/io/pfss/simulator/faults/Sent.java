// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.faults;

import org.jspecify.annotations.Nullable;

/**
 * A record to send.
 *
 * @param sensorId the sensor, for the key
 * @param value the bytes
 * @param fault the fault of the reading; null for none
 */
public record Sent(long sensorId, byte[] value, @Nullable Fault fault) {}
