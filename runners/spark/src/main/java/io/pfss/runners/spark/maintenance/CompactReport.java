package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.TableState;

/**
 * What became of a table, or what would.
 *
 * @param table the table's name
 * @param before what it held
 * @param after what it holds, with what the stream has added meanwhile
 * @param rewrittenFiles how many data files others took the place of
 * @param failedFiles how many could not be rewritten, and are as they were
 * @param expiredSnapshots how many there were
 * @param orphanFiles how many were deleted
 * @param seconds how long it took
 */
public record CompactReport(
    String table,
    TableState before,
    TableState after,
    long rewrittenFiles,
    long failedFiles,
    int expiredSnapshots,
    int orphanFiles,
    double seconds) {}
