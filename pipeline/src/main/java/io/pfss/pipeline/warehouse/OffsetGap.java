package io.pfss.pipeline.warehouse;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Offsets of a partition that are in no commit of the warehouse. Immutable by convention: the set
 * is shared, not copied.
 *
 * @param partition of the source topic
 * @param kind why they are in no commit
 * @param offsets at least one
 * @param missing how many of them are in no commit: fewer than there are if which ones cannot be
 *     told any more, as rows were deleted by retention
 */
public record OffsetGap(int partition, GapKind kind, Roaring64Bitmap offsets, long missing) {}
