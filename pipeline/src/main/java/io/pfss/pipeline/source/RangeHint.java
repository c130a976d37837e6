// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.element.RecordCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A range of offsets of a partition to read next. Only a committed offset means that a record is
 * delivered, so a hint may be lost or repeated.
 *
 * @param partition the partition's number
 * @param from the first offset
 * @param until the offset after the last one; equal to {@code from} in the periodic hints of an
 *     idle partition
 * @param endMillis when {@code until} was the end of the partition, in ms since the epoch; 0 if it
 *     was not
 */
@DefaultCoder(RecordCoder.class)
record RangeHint(int partition, long from, long until, long endMillis) {}
