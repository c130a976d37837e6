package io.pfss.demo.observe;

/**
 * How long readings took from their event time to {@code heat_pf}, by the broker's clock.
 *
 * @param p50Millis the median, in ms
 * @param p99Millis what 99 % of the readings stayed within, in ms
 */
public record Latency(long p50Millis, long p99Millis) {}
