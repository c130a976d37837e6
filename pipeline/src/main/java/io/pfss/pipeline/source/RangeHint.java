package io.pfss.pipeline.source;

import io.pfss.pipeline.element.RecordCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Offsets of a partition that are to be read next. It is no promise: a record is delivered when its
 * offset is committed, and not before.
 *
 * @param partition the partition's number
 * @param from the first offset
 * @param until the offset after the last; {@code from} if there is none, so that an idle partition
 *     sends a batch without records now and then
 * @param endMillis when the partition ended at {@code until}, in ms since the epoch; 0 if it did
 *     not
 */
@DefaultCoder(RecordCoder.class)
record RangeHint(int partition, long from, long until, long endMillis) {}
