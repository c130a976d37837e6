// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import com.zaxxer.hikari.pool.HikariPool;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PendingUpdate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.util.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog of a warehouse in one relational database: Iceberg's own tables, which list the files
 * of the warehouse, and the tables of PFSS ({@link CatalogDatabase}). Thread-safe.
 */
public final class WarehouseCatalog {
  /** The name of the catalog in Iceberg's tables. */
  public static final String NAME = "pfss";

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseCatalog.class);

  /** Maximum number of tries to change the schema while other commits conflict with it. */
  private static final int MAX_SCHEMA_CHANGES = 10;

  /** One per process for each database, because it has connections. */
  private static final ConcurrentMap<CatalogSettings, WarehouseCatalog> OPEN =
      new ConcurrentHashMap<>();

  private final CatalogSettings settings;
  private final CatalogDatabase database;
  private final JdbcCatalog tables;

  private WarehouseCatalog(CatalogSettings settings) {
    this.settings = settings;
    this.database = new CatalogDatabase(settings);
    // Iceberg sends these properties to workers with every table: they must have no password.
    this.tables = new JdbcCatalog(null, properties -> connections(settings, properties), true);
    tables.setConf(hadoop(settings));
    tables.initialize(NAME, properties(settings));
  }

  /**
   * Returns the catalog, which this process opens once.
   *
   * @throws CatalogUnavailableException if its database does not answer or refuses
   */
  public static WarehouseCatalog of(CatalogSettings settings) {
    try {
      return OPEN.computeIfAbsent(settings, WarehouseCatalog::new);
    } catch (UncheckedSQLException | HikariPool.PoolInitializationException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /**
   * Creates or migrates the tables of PFSS and of readings.
   *
   * @param warehouse folder of the table of readings, on any file system that Hadoop knows
   * @throws CatalogUnavailableException if its database does not answer or refuses
   * @throws IllegalArgumentException if the catalog belongs to another warehouse
   */
  public static WarehouseCatalog prepare(CatalogSettings settings, String warehouse) {
    WarehouseCatalog catalog = of(settings);
    catalog.database.migrate();
    String location = TableLocation.of(warehouse);
    if (!catalog.tables.namespaceExists(ReadingTable.NAMESPACE)) {
      catalog.tables.createNamespace(ReadingTable.NAMESPACE, Map.of());
    }

    catalog.createAbsent(
        ReadingTable.NAME,
        ReadingTable.SCHEMA,
        ReadingTable.PARTITIONS,
        ReadingTable.ORDER,
        location);
    String present = catalog.readings().location();
    if (!present.equals(location)) {
      throw new IllegalArgumentException(
          "The catalog at "
              + settings.url()
              + " belongs to the warehouse "
              + present
              + ", not to "
              + location
              + ": name that warehouse, or another catalog");
    }

    catalog.addMissingColumns();
    return catalog;
  }

  /** Returns the tables of PFSS: windows, runs, models, facilities. */
  public CatalogDatabase database() {
    return database;
  }

  /** Returns Iceberg's catalog. */
  public JdbcCatalog tables() {
    return tables;
  }

  /**
   * Returns the current table of readings.
   *
   * @throws CatalogUnavailableException if it does not exist, somebody has altered it so that PFSS
   *     cannot write to it, or the database does not answer
   */
  public Table readings() {
    Table readings = table(ReadingTable.NAME);
    try {
      ReadingTable.check(readings);
    } catch (IllegalArgumentException e) {
      throw new CatalogUnavailableException(settings, e.getMessage(), e);
    }

    return readings;
  }

  /**
   * Returns a table in its current state.
   *
   * @throws CatalogUnavailableException if it does not exist, its folder is not on this machine, or
   *     the database does not answer
   */
  public Table table(TableIdentifier name) {
    try {
      return tables.loadTable(name);
    } catch (NoSuchTableException e) {
      throw new CatalogUnavailableException(
          settings, "has no table " + name + ": PFSS creates it when it first writes to it", e);
    } catch (NotFoundException e) {
      throw new CatalogUnavailableException(
          settings,
          "names files of table "
              + name
              + " that do not exist here: run this on a machine that has the warehouse's folder. "
              + e.getMessage(),
          e);
    } catch (UncheckedSQLException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /**
   * Commits a change of a table.
   *
   * @throws CatalogUnavailableException if it is unknown whether the change was committed because
   *     the database did not answer, or if other commits conflicted each time
   */
  public void commit(PendingUpdate<?> change) {
    try {
      change.commit();
    } catch (UncheckedSQLException | CommitFailedException | CommitStateUnknownException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /** Returns a table. Creates it next to the folder of the readings if it does not exist. */
  public Table tableOrNew(TableIdentifier name, Schema schema, PartitionSpec partitions) {
    createAbsent(
        name, schema, partitions, SortOrder.unsorted(), readings().location() + "_" + name.name());
    return table(name);
  }

  private void createAbsent(
      TableIdentifier name,
      Schema schema,
      PartitionSpec partitions,
      SortOrder order,
      String location) {
    if (tables.tableExists(name)) {
      return;
    }

    try {
      tables
          .buildTable(name, schema)
          .withPartitionSpec(partitions)
          .withSortOrder(order)
          .withLocation(location)
          .withProperties(ReadingTable.PROPERTIES)
          .create();
    } catch (AlreadyExistsException e) {
      LOG.debug("Another process has created the table table={}", name);
    }
  }

  /** Adds the columns that a table of a former version lacks; they are null in existing files. */
  private void addMissingColumns() {
    try {
      // Another process may commit, or add the same columns, at the same time.
      Tasks.foreach(ReadingTable.NAME)
          .retry(MAX_SCHEMA_CHANGES - 1)
          .exponentialBackoff(50, 2_000, 60_000, 2)
          .onlyRetryOn(CommitFailedException.class)
          .run(name -> ReadingTable.missingColumns(readings()).ifPresent(UpdateSchema::commit));
    } catch (UncheckedSQLException | CommitFailedException | CommitStateUnknownException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  private static Map<String, String> properties(CatalogSettings settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, settings.url());
    // Iceberg requires this location, but every table names another one.
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, "file:///unused");
    properties.put(CatalogProperties.IO_MANIFEST_CACHE_ENABLED, "true");
    return properties;
  }

  private static JdbcClientPool connections(
      CatalogSettings settings, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    CatalogDatabase.driverProperties(settings)
        .forEach((name, value) -> all.put(JdbcCatalog.PROPERTY_PREFIX + name, value));
    return new JdbcClientPool(settings.url(), all);
  }

  private static Configuration hadoop(CatalogSettings settings) {
    Configuration configuration = new Configuration();
    settings.hadoop().forEach(configuration::set);
    return configuration;
  }
}
