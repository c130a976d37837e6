package io.pfss.simulator.faults;

import org.jspecify.annotations.Nullable;

/**
 * A record to send.
 *
 * @param sensorId the sensor, for the key
 * @param value the bytes
 * @param fault what befell the reading; null for nothing
 */
public record Sent(long sensorId, byte[] value, @Nullable Fault fault) {}
