// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

/**
 * A commit of a window, as recorded in the catalog.
 *
 * @param sequenceNumber number of the commit in the order of the table's commits
 * @param snapshotId Iceberg's snapshot, for time travel
 * @param committedAtMillis time of the commit, in ms since the epoch
 * @param commit the rows that it added
 */
public record WindowRecord(
    long sequenceNumber, long snapshotId, long committedAtMillis, WindowCommit commit) {}
