package io.pfss.pipeline.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

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
        database.inTransaction(connection -> record(connection, readings));
        return;
      } catch (CatalogUnavailableException e) {
        // Another process recorded the same at the same time.
        if (attempt == ATTEMPTS || !isRepeat(e.getCause())) {
          throw e;
        }
      }
    }
  }

  /** How many commits a window and shard has. */
  public int panes(long windowStartMillis, long windowEndMillis, int shard) {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM windows"
                      + " WHERE window_start = ? AND window_end = ? AND shard = ?")) {
            query.setLong(1, windowStartMillis);
            query.setLong(2, windowEndMillis);
            query.setInt(3, shard);
            try (ResultSet result = query.executeQuery()) {
              result.next();
              return result.getInt(1);
            }
          }
        });
  }

  /**
   * The commits of windows that start in a time, by the windows' start.
   *
   * @param fromMillis the first ms since the epoch
   * @param untilMillis the first ms after
   */
  public List<WindowRecord> between(long fromMillis, long untilMillis) {
    return database.inTransaction(
        connection -> {
          Map<Place, List<OffsetSpan>> offsets = offsets(connection, fromMillis, untilMillis);
          List<WindowRecord> records = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT * FROM windows WHERE window_start >= ? AND window_start < ?"
                      + " ORDER BY window_start, shard, pane, sequence_number, part")) {
            query.setLong(1, fromMillis);
            query.setLong(2, untilMillis);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                records.add(read(row, offsets));
              }
            }
          }

          return records;
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
        connection -> {
          OptionalLong first = firstToStay(connection, beforeMillis, atMost);
          if (first.isEmpty()) {
            return 0;
          }

          delete(connection, "window_offsets", first.getAsLong());
          return delete(connection, "windows", first.getAsLong());
        });
  }

  private static OptionalLong firstToStay(Connection connection, long beforeMillis, int atMost)
      throws SQLException {
    OptionalLong first = OptionalLong.empty();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT sequence_number, committed_at FROM windows"
                + " ORDER BY sequence_number LIMIT ?")) {
      query.setInt(1, atMost);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          first = OptionalLong.of(row.getLong(1));
          if (row.getLong(2) >= beforeMillis) {
            break;
          }
        }
      }
    }

    return first;
  }

  private static int delete(Connection connection, String table, long beforeSequenceNumber)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + table + " WHERE sequence_number < ?")) {
      delete.setLong(1, beforeSequenceNumber);
      return delete.executeUpdate();
    }
  }

  private static Void record(Connection connection, Table readings) throws SQLException {
    long recorded = latest(connection);
    for (Snapshot snapshot : readings.snapshots()) {
      if (snapshot.sequenceNumber() > recorded) {
        List<WindowCommit> commits = WindowCommit.of(snapshot.summary());
        for (int part = 0; part < commits.size(); part++) {
          insert(connection, snapshot, part, commits.get(part));
        }
      }
    }

    return null;
  }

  private static long latest(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT COALESCE(MAX(sequence_number), 0) FROM windows");
        ResultSet result = query.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void insert(
      Connection connection, Snapshot snapshot, int part, WindowCommit commit) throws SQLException {
    try (PreparedStatement window =
        connection.prepareStatement(
            "INSERT INTO windows (sequence_number, part, snapshot_id, committed_at, window_start,"
                + " window_end, shard, pane, row_count, late_rows, repeats, min_event_time,"
                + " max_event_time, file_path, file_bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      window.setLong(1, snapshot.sequenceNumber());
      window.setInt(2, part);
      window.setLong(3, snapshot.snapshotId());
      window.setLong(4, snapshot.timestampMillis());
      window.setLong(5, commit.windowStartMillis());
      window.setLong(6, commit.windowEndMillis());
      window.setInt(7, commit.shard());
      window.setInt(8, commit.pane());
      window.setLong(9, commit.rows());
      window.setLong(10, commit.lateRows());
      window.setLong(11, commit.duplicates());
      window.setLong(12, commit.minEventMillis());
      window.setLong(13, commit.maxEventMillis());
      window.setString(14, commit.file());
      window.setLong(15, commit.fileBytes());
      window.executeUpdate();
    }

    try (PreparedStatement offsets =
        connection.prepareStatement(
            "INSERT INTO window_offsets (sequence_number, part, kafka_partition,"
                + " first_offset, last_offset, row_count) VALUES (?, ?, ?, ?, ?, ?)")) {
      for (OffsetSpan span : commit.offsets()) {
        offsets.setLong(1, snapshot.sequenceNumber());
        offsets.setInt(2, part);
        offsets.setInt(3, span.partition());
        offsets.setLong(4, span.first());
        offsets.setLong(5, span.last());
        offsets.setLong(6, span.count());
        offsets.addBatch();
      }

      offsets.executeBatch();
    }
  }

  private static Map<Place, List<OffsetSpan>> offsets(
      Connection connection, long fromMillis, long untilMillis) throws SQLException {
    Map<Place, List<OffsetSpan>> offsets = new LinkedHashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT o.sequence_number, o.part, o.kafka_partition, o.first_offset, o.last_offset,"
                + " o.row_count FROM window_offsets o JOIN windows w"
                + " ON w.sequence_number = o.sequence_number AND w.part = o.part"
                + " WHERE w.window_start >= ? AND w.window_start < ?"
                + " ORDER BY o.sequence_number, o.part, o.kafka_partition")) {
      query.setLong(1, fromMillis);
      query.setLong(2, untilMillis);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          offsets
              .computeIfAbsent(new Place(row.getLong(1), row.getInt(2)), any -> new ArrayList<>())
              .add(new OffsetSpan(row.getInt(3), row.getLong(4), row.getLong(5), row.getLong(6)));
        }
      }
    }

    return offsets;
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
  private static boolean isRepeat(Throwable cause) {
    return cause instanceof SQLException failure
        && failure.getSQLState() != null
        && failure.getSQLState().startsWith("23");
  }

  /** A row of {@code windows}: a commit, and which of its windows. */
  private record Place(long sequenceNumber, int part) {}
}
