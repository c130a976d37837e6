// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.TableState;

/**
 * The result of a table's compaction, or its plan.
 *
 * @param table the table's name
 * @param before the table before the compaction
 * @param after the table now, including what the stream added in the meantime
 * @param rewrittenFiles number of replaced data files
 * @param failedFiles number of files that could not be rewritten and are unchanged
 * @param expiredSnapshots number of expired snapshots
 * @param orphanFiles number of deleted files without a snapshot
 * @param seconds duration
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
