// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The tables of PFSS in the catalog's database, which also contains Iceberg's. Thread-safe. */
public final class CatalogDatabase {
  private static final int CONNECTIONS = 2;
  private static final long CONNECT_TIMEOUT_MILLIS = 10_000;

  private final CatalogSettings settings;
  private final HikariDataSource connections;
  private final Jdbi jdbi;

  CatalogDatabase(CatalogSettings settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setPoolName("pfss-catalog");
    config.setDriverClassName(settings.kind().driver());
    config.setJdbcUrl(settings.url());
    driverProperties(settings).forEach(config::addDataSourceProperty);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    this.connections = new HikariDataSource(config);
    this.jdbi = Jdbi.create(connections);
  }

  /** Returns the committed windows. */
  public WindowRecords windows() {
    return new WindowRecords(this);
  }

  /** Returns the runs of the main job and the models that they scored with. */
  public RunRecords runs() {
    return new RunRecords(this);
  }

  /** Returns the facilities. */
  public FacilityRecords facilities() {
    return new FacilityRecords(this);
  }

  /** Returns the lives of the alarms. */
  public AlarmRecords alarms() {
    return new AlarmRecords(this);
  }

  /** Creates the tables, or migrates them to this version. */
  void migrate() {
    try {
      Flyway.configure(CatalogDatabase.class.getClassLoader())
          .dataSource(connections)
          .locations("classpath:io/pfss/pipeline/catalog")
          .table("pfss_schema_history")
          // The database also contains Iceberg's tables, and may contain others.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw CatalogUnavailableException.of(settings, e);
    }
  }

  /** Returns the settings of the JDBC driver, also for Iceberg's connections. */
  static Map<String, String> driverProperties(CatalogSettings settings) {
    Map<String, String> properties = new HashMap<>(settings.kind().driverSettings());
    if (!settings.user().isEmpty()) {
      properties.put("user", settings.user());
      properties.put("password", settings.password().read());
    }

    return properties;
  }

  /** Runs work in one transaction. */
  <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.inTransaction(work);
    } catch (JdbiException e) {
      // After an outage all pooled connections are broken, and Hikari tests none that was used in
      // the last 500 ms.
      connections.getHikariPoolMXBean().softEvictConnections();
      throw CatalogUnavailableException.of(settings, e);
    }
  }
}
