// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The tables to maintain, each partitioned by hours of its column {@code event_time}. */
final class WarehouseTables {
  private WarehouseTables() {}

  /** Returns the table of readings and, if it exists, the table of scores. */
  static List<Table> of(WarehouseCatalog catalog) {
    return catalog.tables().tableExists(ScoreTable.NAME)
        ? List.of(catalog.readings(), catalog.table(ScoreTable.NAME))
        : List.of(catalog.readings());
  }

  /** Returns a table's name within its catalog. */
  static String nameOf(Table table) {
    String name = table.name();
    return name.substring(name.indexOf('.') + 1);
  }

  /** Returns the sort order of a table; if it has none, that of the readings. */
  static SortOrder orderOf(Table table) {
    return table.sortOrder().isSorted()
        ? table.sortOrder()
        : SortOrder.builderFor(table.schema())
            .asc(ReadingTable.SENSOR_ID)
            .asc(ReadingTable.EVENT_TIME)
            .build();
  }

  /** Returns a filter for the hours that ended by a time. */
  static Expression hoursUntil(Instant time) {
    return Expressions.lessThan(
        ReadingTable.EVENT_TIME,
        ChronoUnit.MICROS.between(Instant.EPOCH, time.truncatedTo(ChronoUnit.HOURS)));
  }

  /** Returns the folders in which only Iceberg writes or the stream only has files to commit. */
  static List<String> foldersOf(Table table) {
    return Stream.of("data", "metadata").map(name -> table.location() + "/" + name).toList();
  }
}
