// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.soh.ModelDescription;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The runs of the main job, and the models that they scored with. */
public final class RunRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNNING = "RUNNING";

  private final CatalogDatabase database;

  RunRecords(CatalogDatabase database) {
    this.database = database;
  }

  /**
   * Records the start of a run.
   *
   * @return id of the run, for {@link #end}
   */
  public String begin(String host, String runner, String consumerGroup, ModelDescription model) {
    String id = UUID.randomUUID().toString();
    database.inTransaction(
        handle -> {
          record(handle, model);
          return handle.execute(
              "INSERT INTO runs (run_id, started_at, outcome, host, runner, consumer_group,"
                  + " model_name, model_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              id,
              System.currentTimeMillis(),
              RUNNING,
              host,
              runner,
              consumerGroup,
              model.name(),
              model.version());
        });
    return id;
  }

  /**
   * Records the end of a run.
   *
   * @param outcome COMPLETED, FAILED or SWAPPED
   */
  public void end(String id, String outcome) {
    database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE runs SET ended_at = ?, outcome = ? WHERE run_id = ?",
                System.currentTimeMillis(),
                outcome,
                id));
  }

  /** Returns all runs, the latest first. */
  public List<RunRecord> all() {
    return database.inTransaction(
        handle ->
            handle
                .select(
                    "SELECT run_id AS id, started_at AS started_at_millis,"
                        + " ended_at AS ended_at_millis, outcome, host, runner, consumer_group,"
                        + " model_name, model_version FROM runs ORDER BY started_at DESC")
                .map(ConstructorMapper.of(RunRecord.class))
                .list());
  }

  /** Returns all models that a run scored with, the latest first. */
  public List<ModelRecord> models() {
    return database.inTransaction(
        handle ->
            handle
                .select(
                    "SELECT m.name, m.version, m.sha256, m.created, m.algorithm, m.metrics,"
                        + " MIN(r.started_at) AS active_from_millis, CASE WHEN COUNT(*) >"
                        + " COUNT(r.ended_at) THEN NULL ELSE MAX(r.ended_at) END"
                        + " AS active_until_millis FROM models m"
                        + " JOIN runs r ON r.model_name = m.name AND r.model_version = m.version"
                        + " GROUP BY m.name, m.version, m.sha256, m.created, m.algorithm,"
                        + " m.metrics ORDER BY active_from_millis DESC")
                .map(ConstructorMapper.of(ModelRecord.class))
                .list());
  }

  private static void record(Handle handle, ModelDescription model) {
    handle.execute(
        "DELETE FROM models WHERE name = ? AND version = ?", model.name(), model.version());
    handle.execute(
        "INSERT INTO models (name, version, sha256, created, algorithm, metrics)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        model.name(),
        model.version(),
        model.sha256().get("model.bin"),
        model.created(),
        model.algorithm().name(),
        metrics(model));
  }

  private static String metrics(ModelDescription model) {
    try {
      return JSON.writeValueAsString(model.metrics());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot write these metrics as JSON: " + model.metrics(), e);
    }
  }
}
