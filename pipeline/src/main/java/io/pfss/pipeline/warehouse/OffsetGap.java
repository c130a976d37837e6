// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Offsets of a partition that are in no commit of the warehouse. Immutable by convention: the
 * bitmap is shared, not copied.
 *
 * @param partition partition of the source topic
 * @param kind why they are in no commit
 * @param offsets offsets that may be missing, at least one
 * @param missing how many of them are in no commit; fewer than {@code offsets} if retention has
 *     deleted rows, so that it is unknown which ones
 */
public record OffsetGap(int partition, GapKind kind, Roaring64Bitmap offsets, long missing) {}
