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
 * The windows that are committed, for people to ask. The table's snapshots are the truth: {@link
 * #catchUp} copies those that are not here yet, and whoever commits or asks calls it first. So what
 * a crash left out between a commit and its record is made good.
 */
public final class WindowRecords {
  private static final int ATTEMPTS = 5;

  private final CatalogDatabase database;

  WindowRecords(CatalogDatabase database) {
    this.database = database;
  }

  /**
   * Records the commits of the table's snapshots that are not recorded yet. They must not have
   * expired since the call before.
   *
   * @throws CatalogUnavailableException if the database does not answer
   */
  public void catchUp(Table readings) {
    for (int attempt = 1; ; attempt++) {
      try {
        database.inTransaction(handle -> record(handle, readings));
        return;
      } catch (CatalogUnavailableException e) {
        // Another process recorded the same at the same time.
        Throwable cause = e.getCause();
        if (attempt == ATTEMPTS || cause == null || !isRepeat(cause.getCause())) {
          throw e;
        }
      }
    }
  }

  /** How many commits a window and shard has. */
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
   * The commits of windows that start in a time, by the windows' start.
   *
   * @param fromMillis the first ms since the epoch
   * @param untilMillis the first ms after
   */
  public List<WindowRecord> between(long fromMillis, long untilMillis) {
    return database.inTransaction(
        handle -> {
          Map<Place, List<OffsetSpan>> offsets = offsets(handle, fromMillis, untilMillis);
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
   * @param beforeMillis those before this time go, in ms since the epoch
   * @param atMost how many rows are looked at
   * @return how many went
   */
  int forget(long beforeMillis, int atMost) {
    return database.inTransaction(
        handle -> {
          OptionalLong first = firstToStay(handle, beforeMillis, atMost);
          if (first.isEmpty()) {
            return 0;
          }

          handle.execute("DELETE FROM window_offsets WHERE sequence_number < ?", first.getAsLong());
          return handle.execute("DELETE FROM windows WHERE sequence_number < ?", first.getAsLong());
        });
  }

  private static OptionalLong firstToStay(Handle handle, long beforeMillis, int atMost) {
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

  private static Map<Place, List<OffsetSpan>> offsets(
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
                      new Place(row.getLong(1), row.getInt(2)), any -> new ArrayList<>())
                  .add(
                      new OffsetSpan(
                          row.getInt(3), row.getLong(4), row.getLong(5), row.getLong(6)));
              return offsets;
            });
  }

  private static WindowRecord read(ResultSet row, Map<Place, List<OffsetSpan>> offsets)
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
            offsets.getOrDefault(new Place(sequenceNumber, row.getInt("part")), List.of()),
            row.getString("file_path"),
            row.getLong("file_bytes")));
  }

  /** SQLSTATE's class for a key that is there already. */
  private static boolean isRepeat(@Nullable Throwable cause) {
    return cause instanceof SQLException failure
        && failure.getSQLState() != null
        && failure.getSQLState().startsWith("23");
  }

  /** A row of {@code windows}: a commit, and which of its windows. */
  private record Place(long sequenceNumber, int part) {}
}
