// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The committed windows, for queries. The table's snapshots are the source of truth: {@link
 * #catchUp} copies the commits that are not recorded yet. Callers call it before they commit or
 * query, so a crash between a commit and its record loses nothing.
 */
public final class WindowRecords {
  private static final int MAX_ATTEMPTS = 5;

  private final CatalogDatabase database;

  WindowRecords(CatalogDatabase database) {
    this.database = database;
  }

  /**
   * Records the commits in the table's snapshots that are not recorded yet. A snapshot must not
   * expire before it is recorded.
   *
   * @throws CatalogUnavailableException if the database does not answer
   */
  public void catchUp(Table readings) {
    for (int attempt = 1; ; attempt++) {
      try {
        database.inTransaction(handle -> record(handle, readings));
        return;
      } catch (CatalogUnavailableException e) {
        // Another process may have recorded the same commits at the same time.
        Throwable cause = e.getCause();
        if (attempt == MAX_ATTEMPTS || cause == null || !isDuplicateKey(cause.getCause())) {
          throw e;
        }
      }
    }
  }

  /** Returns the number of commits of a window and shard. */
  public int panes(long windowStartMillis, long windowEndMillis, int shard) {
    return database.inTransaction(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) FROM windows"
                        + " WHERE window_start = ? AND window_end = ? AND shard = ?",
                    windowStartMillis,
                    windowEndMillis,
                    shard)
                .mapTo(int.class)
                .one());
  }

  /**
   * Returns the commits of windows that start in a time range, ordered by start.
   *
   * @param fromMillis start of the range, in ms since the epoch
   * @param untilMillis end of the range, exclusive, in ms since the epoch
   */
  public List<WindowRecord> between(long fromMillis, long untilMillis) {
    return database.inTransaction(
        handle -> {
          Map<WindowKey, List<OffsetSpan>> offsets = offsets(handle, fromMillis, untilMillis);
          return handle
              .select(
                  "SELECT * FROM windows WHERE window_start >= ? AND window_start < ?"
                      + " ORDER BY window_start, shard, pane, sequence_number, part",
                  fromMillis,
                  untilMillis)
              .map((row, context) -> read(row, offsets))
              .list();
        });
  }

  /**
   * Deletes the records of the oldest commits, but never the newest.
   *
   * @param beforeMillis deletes commits before this time, in ms since the epoch
   * @param atMost maximum number of rows to read
   * @return number of deleted rows
   */
  int forget(long beforeMillis, int atMost) {
    return database.inTransaction(
        handle -> {
          OptionalLong first = firstRetained(handle, beforeMillis, atMost);
          if (first.isEmpty()) {
            return 0;
          }

          handle.execute("DELETE FROM window_offsets WHERE sequence_number < ?", first.getAsLong());
          return handle.execute("DELETE FROM windows WHERE sequence_number < ?", first.getAsLong());
        });
  }

  private static OptionalLong firstRetained(Handle handle, long beforeMillis, int atMost) {
    OptionalLong first = OptionalLong.empty();
    List<long[]> commits =
        handle
            .select(
                "SELECT sequence_number, committed_at FROM windows"
                    + " ORDER BY sequence_number LIMIT ?",
                atMost)
            .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
            .list();
    for (long[] commit : commits) {
      first = OptionalLong.of(commit[0]);
      if (commit[1] >= beforeMillis) {
        break;
      }
    }

    return first;
  }

  private static Void record(Handle handle, Table readings) {
    long recorded =
        handle
            .select("SELECT COALESCE(MAX(sequence_number), 0) FROM windows")
            .mapTo(long.class)
            .one();
    for (Snapshot snapshot : readings.snapshots()) {
      if (snapshot.sequenceNumber() > recorded) {
        List<WindowCommit> commits = WindowCommit.of(snapshot.summary());
        for (int part = 0; part < commits.size(); part++) {
          insert(handle, snapshot, part, commits.get(part));
        }
      }
    }

    return null;
  }

  private static void insert(Handle handle, Snapshot snapshot, int part, WindowCommit commit) {
    handle
        .createUpdate(
            "INSERT INTO windows (sequence_number, part, snapshot_id, committed_at, window_start,"
                + " window_end, shard, pane, row_count, late_rows, repeats, min_event_time,"
                + " max_event_time, file_path, file_bytes)"
                + " VALUES (:sequenceNumber, :part, :snapshotId, :committedAt,"
                + " :windowStartMillis, :windowEndMillis, :shard, :pane, :rows, :lateRows,"
                + " :duplicates, :minEventMillis, :maxEventMillis, :file, :fileBytes)")
        .bind("sequenceNumber", snapshot.sequenceNumber())
        .bind("part", part)
        .bind("snapshotId", snapshot.snapshotId())
        .bind("committedAt", snapshot.timestampMillis())
        .bindMethods(commit)
        .execute();
    PreparedBatch offsets =
        handle.prepareBatch(
            "INSERT INTO window_offsets (sequence_number, part, kafka_partition,"
                + " first_offset, last_offset, row_count) VALUES (?, ?, ?, ?, ?, ?)");
    for (OffsetSpan span : commit.offsets()) {
      offsets.add(
          snapshot.sequenceNumber(),
          part,
          span.partition(),
          span.first(),
          span.last(),
          span.count());
    }

    offsets.execute();
  }

  private static Map<WindowKey, List<OffsetSpan>> offsets(
      Handle handle, long fromMillis, long untilMillis) {
    return handle
        .select(
            "SELECT o.sequence_number, o.part, o.kafka_partition, o.first_offset, o.last_offset,"
                + " o.row_count FROM window_offsets o JOIN windows w"
                + " ON w.sequence_number = o.sequence_number AND w.part = o.part"
                + " WHERE w.window_start >= ? AND w.window_start < ?"
                + " ORDER BY o.sequence_number, o.part, o.kafka_partition",
            fromMillis,
            untilMillis)
        .reduceResultSet(
            new HashMap<>(),
            (offsets, row, context) -> {
              offsets
                  .computeIfAbsent(
                      new WindowKey(row.getLong(1), row.getInt(2)), any -> new ArrayList<>())
                  .add(
                      new OffsetSpan(
                          row.getInt(3), row.getLong(4), row.getLong(5), row.getLong(6)));
              return offsets;
            });
  }

  private static WindowRecord read(ResultSet row, Map<WindowKey, List<OffsetSpan>> offsets)
      throws SQLException {
    long sequenceNumber = row.getLong("sequence_number");
    return new WindowRecord(
        sequenceNumber,
        row.getLong("snapshot_id"),
        row.getLong("committed_at"),
        new WindowCommit(
            row.getLong("window_start"),
            row.getLong("window_end"),
            row.getInt("shard"),
            row.getInt("pane"),
            row.getLong("row_count"),
            row.getLong("repeats"),
            row.getLong("min_event_time"),
            row.getLong("max_event_time"),
            offsets.getOrDefault(new WindowKey(sequenceNumber, row.getInt("part")), List.of()),
            row.getString("file_path"),
            row.getLong("file_bytes")));
  }

  /** Whether a key exists already: SQLSTATE class 23, constraint violation. */
  private static boolean isDuplicateKey(@Nullable Throwable cause) {
    return cause instanceof SQLException failure
        && failure.getSQLState() != null
        && failure.getSQLState().startsWith("23");
  }

  /** Key of a row in {@code windows}: a commit, and the index of one of its windows. */
  private record WindowKey(long sequenceNumber, int part) {}
}
