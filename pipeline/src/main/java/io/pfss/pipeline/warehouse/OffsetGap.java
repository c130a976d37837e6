package io.pfss.pipeline.warehouse;

/**
 * Offsets that are in no commit of the warehouse.
 *
 * @param partition of the source topic
 * @param first the least of them
 * @param last the greatest
 * @param missing how many of them are in no commit: fewer than between the two if which ones cannot
 *     be told any more, as rows were deleted by retention
 */
public record OffsetGap(int partition, long first, long last, long missing) {}
