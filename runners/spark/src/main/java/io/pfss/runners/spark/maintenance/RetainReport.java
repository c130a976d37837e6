// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.TableState;

/**
 * The result of a table's retention, or its plan.
 *
 * @param table the table's name
 * @param before the table before the retention
 * @param after the table now, including what the stream added in the meantime
 * @param deleted the deleted files and rows
 * @param expiredSnapshots number of expired snapshots
 */
public record RetainReport(
    String table, TableState before, TableState after, TableState deleted, int expiredSnapshots) {}
