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
 * The catalog of a warehouse: which files its tables are made of (Iceberg's own), and what an
 * operator asks first ({@link CatalogDatabase}), both in one relational database. Thread-safe.
 */
public final class WarehouseCatalog {
  /** The name by which Iceberg knows the catalog in its database. */
  public static final String NAME = "pfss";

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseCatalog.class);

  /** How often other commits may be faster than the change of the schema. */
  private static final int MAX_SCHEMA_CHANGES = 10;

  /** One a process: it has connections. */
  private static final ConcurrentMap<CatalogSettings, WarehouseCatalog> OPEN =
      new ConcurrentHashMap<>();

  private final CatalogSettings settings;
  private final CatalogDatabase database;
  private final JdbcCatalog tables;

  private WarehouseCatalog(CatalogSettings settings) {
    this.settings = settings;
    this.database = new CatalogDatabase(settings);
    // The properties go to workers with every table: the password must not be among them.
    this.tables = new JdbcCatalog(null, properties -> connections(settings, properties), true);
    tables.setConf(hadoop(settings));
    tables.initialize(NAME, properties(settings));
  }

  /**
   * The catalog, which this process opens once.
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
   * Makes what is absent of the catalog: its schema, and the table of readings with all columns.
   *
   * @param warehouse the folder of the table, on any file system that Hadoop knows
   * @throws CatalogUnavailableException if its database does not answer or refuses
   * @throws IllegalArgumentException if the catalog's readings are in another folder
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
              + " is of the warehouse "
              + present
              + ", not of "
              + location
              + ": name that one, or another catalog");
    }

    catalog.addMissingColumns();
    return catalog;
  }

  /** The beside-tables: windows, runs, models, facilities. */
  public CatalogDatabase database() {
    return database;
  }

  /** Iceberg's catalog, for what only it knows. */
  public JdbcCatalog tables() {
    return tables;
  }

  /**
   * The table of readings as it is now.
   *
   * @throws CatalogUnavailableException if there is none, or somebody has altered it so that PFSS
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
   * A table as it is now.
   *
   * @throws CatalogUnavailableException if there is none, its folder is not on this machine, or the
   *     database does not answer
   */
  public Table table(TableIdentifier name) {
    try {
      return tables.loadTable(name);
    } catch (NoSuchTableException e) {
      throw new CatalogUnavailableException(
          settings, "has no table " + name + ": it is made when PFSS first writes to it", e);
    } catch (NotFoundException e) {
      throw new CatalogUnavailableException(
          settings,
          "names files of table "
              + name
              + " that are not there: run it where the warehouse is. "
              + e.getMessage(),
          e);
    } catch (UncheckedSQLException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /**
   * Commits a change of a table.
   *
   * @throws CatalogUnavailableException if it may not have been committed: the database did not
   *     answer, or other commits were always faster
   */
  public void commit(PendingUpdate<?> change) {
    try {
      change.commit();
    } catch (UncheckedSQLException | CommitFailedException | CommitStateUnknownException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /** A table that is made if it is absent, beside that of the readings. */
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
      LOG.debug("Another process made table {} meanwhile", name);
    }
  }

  /** Brings a table that an earlier version made up to date; files without a column have nulls. */
  private void addMissingColumns() {
    try {
      // Another process may be faster, with a commit or with the same columns.
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
    // Every table has a location of its own: this one is never used.
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
