package io.pfss.demo.observe;

/**
 * How far the readings that had arrived at one moment have come through.
 *
 * @param expected readings that had arrived since the run began
 * @param missing those of them not in every sink yet: neither in {@code heat_pf} nor in {@code
 *     heat_dlq}, or scored and not in the warehouse
 */
public record Drain(long expected, long missing) {
  /** Whether all came through. */
  public boolean complete() {
    return missing == 0;
  }
}
