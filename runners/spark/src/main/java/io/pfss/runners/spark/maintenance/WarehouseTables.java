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

/** The tables that are maintained, each partitioned by hours of its column {@code event_time}. */
final class WarehouseTables {
  private WarehouseTables() {}

  /** The readings, and the scores where there are any. */
  static List<Table> of(WarehouseCatalog catalog) {
    return catalog.tables().tableExists(ScoreTable.NAME)
        ? List.of(catalog.readings(), catalog.table(ScoreTable.NAME))
        : List.of(catalog.readings());
  }

  /** A table's name within its catalog. */
  static String nameOf(Table table) {
    String name = table.name();
    return name.substring(name.indexOf('.') + 1);
  }

  /** How a table's rows are sorted: if it does not say so, as the readings are. */
  static SortOrder orderOf(Table table) {
    return table.sortOrder().isSorted()
        ? table.sortOrder()
        : SortOrder.builderFor(table.schema())
            .asc(ReadingTable.SENSOR_ID)
            .asc(ReadingTable.EVENT_TIME)
            .build();
  }

  /** The hours that have ended at a time. */
  static Expression hoursUntil(Instant time) {
    return Expressions.lessThan(
        ReadingTable.EVENT_TIME,
        ChronoUnit.MICROS.between(Instant.EPOCH, time.truncatedTo(ChronoUnit.HOURS)));
  }

  /** The folders that Iceberg alone writes to, or that the stream only commits files of. */
  static List<String> foldersOf(Table table) {
    return Stream.of("data", "metadata").map(name -> table.location() + "/" + name).toList();
  }
}
