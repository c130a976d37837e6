package io.pfss.pipeline.catalog;

/**
 * A window's commit as the catalog has it.
 *
 * @param sequenceNumber the commit's place among all of the table
 * @param snapshotId of Iceberg, to travel back to
 * @param committedAtMillis when it was committed, in ms since the epoch
 * @param commit what it added
 */
public record WindowRecord(
    long sequenceNumber, long snapshotId, long committedAtMillis, WindowCommit commit) {}
