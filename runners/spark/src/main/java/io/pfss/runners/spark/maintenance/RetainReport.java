package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.TableState;

/**
 * What became of a table, or what would.
 *
 * @param table the table's name
 * @param before what the table held
 * @param after what it holds, with what the stream has added meanwhile
 * @param deleted what was deleted of it
 * @param expiredSnapshots how many there were
 */
public record RetainReport(
    String table, TableState before, TableState after, TableState deleted, int expiredSnapshots) {}
