package io.pfss.pipeline.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.soh.ModelDescription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** The runs of the main job, and the models that they scored with. */
public final class RunRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNNING = "RUNNING";

  private final CatalogDatabase database;

  RunRecords(CatalogDatabase database) {
    this.database = database;
  }

  /**
   * Records that a run begins now.
   *
   * @return its id, for {@link #end}
   */
  public String begin(String host, String runner, String consumerGroup, ModelDescription model) {
    String id = UUID.randomUUID().toString();
    database.inTransaction(
        connection -> {
          record(connection, model);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO runs (run_id, started_at, outcome, host, runner, consumer_group,"
                      + " model_name, model_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setLong(2, System.currentTimeMillis());
            insert.setString(3, RUNNING);
            insert.setString(4, host);
            insert.setString(5, runner);
            insert.setString(6, consumerGroup);
            insert.setString(7, model.name());
            insert.setString(8, model.version());
            insert.executeUpdate();
          }

          return null;
        });
    return id;
  }

  /**
   * Records that a run ends now.
   *
   * @param outcome COMPLETED, FAILED or SWAPPED
   */
  public void end(String id, String outcome) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE runs SET ended_at = ?, outcome = ? WHERE run_id = ?")) {
            update.setLong(1, System.currentTimeMillis());
            update.setString(2, outcome);
            update.setString(3, id);
            update.executeUpdate();
          }

          return null;
        });
  }

  /** All runs, the latest first. */
  public List<RunRecord> all() {
    return database.inTransaction(
        connection -> {
          List<RunRecord> runs = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT * FROM runs ORDER BY started_at DESC");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              runs.add(
                  new RunRecord(
                      row.getString("run_id"),
                      row.getLong("started_at"),
                      time(row, "ended_at"),
                      row.getString("outcome"),
                      row.getString("host"),
                      row.getString("runner"),
                      row.getString("consumer_group"),
                      row.getString("model_name"),
                      row.getString("model_version")));
            }
          }

          return runs;
        });
  }

  /** All models that a run scored with, the latest first. */
  public List<ModelRecord> models() {
    return database.inTransaction(
        connection -> {
          List<ModelRecord> models = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT m.name, m.version, m.sha256, m.created, m.algorithm, m.metrics,"
                          + " MIN(r.started_at) AS active_from, MAX(r.ended_at) AS active_until,"
                          + " COUNT(*) - COUNT(r.ended_at) AS unended FROM models m"
                          + " JOIN runs r ON r.model_name = m.name AND r.model_version = m.version"
                          + " GROUP BY m.name, m.version, m.sha256, m.created, m.algorithm,"
                          + " m.metrics ORDER BY active_from DESC");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              models.add(
                  new ModelRecord(
                      row.getString("name"),
                      row.getString("version"),
                      row.getString("sha256"),
                      row.getString("created"),
                      row.getString("algorithm"),
                      row.getString("metrics"),
                      time(row, "active_from"),
                      row.getLong("unended") > 0
                          ? OptionalLong.empty()
                          : time(row, "active_until")));
            }
          }

          return models;
        });
  }

  private static void record(Connection connection, ModelDescription model) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM models WHERE name = ? AND version = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO models (name, version, sha256, created, algorithm, metrics)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      delete.setString(1, model.name());
      delete.setString(2, model.version());
      delete.executeUpdate();
      insert.setString(1, model.name());
      insert.setString(2, model.version());
      insert.setString(3, model.sha256().get("model.bin"));
      insert.setString(4, model.created());
      insert.setString(5, model.algorithm().name());
      insert.setString(6, metrics(model));
      insert.executeUpdate();
    }
  }

  private static String metrics(ModelDescription model) {
    try {
      return JSON.writeValueAsString(model.metrics());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Metrics that JSON cannot hold: " + model.metrics(), e);
    }
  }

  private static OptionalLong time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
