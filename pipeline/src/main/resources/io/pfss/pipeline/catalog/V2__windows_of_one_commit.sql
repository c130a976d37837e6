-- A commit may be of several windows: a row is one of them. SQLite cannot change a primary key.

CREATE TABLE windows_2 (
  sequence_number BIGINT        NOT NULL,
  -- Which window of the commit, from 0.
  part            INTEGER       NOT NULL,
  snapshot_id     BIGINT        NOT NULL,
  committed_at    BIGINT        NOT NULL,
  window_start    BIGINT        NOT NULL,
  window_end      BIGINT        NOT NULL,
  shard           INTEGER       NOT NULL,
  -- 0 at the window's close, then one more for each commit of what came late.
  pane            INTEGER       NOT NULL,
  row_count       BIGINT        NOT NULL,
  late_rows       BIGINT        NOT NULL,
  repeats         BIGINT        NOT NULL,
  min_event_time  BIGINT        NOT NULL,
  max_event_time  BIGINT        NOT NULL,
  file_path       VARCHAR(1000) NOT NULL,
  file_bytes      BIGINT        NOT NULL,
  PRIMARY KEY (sequence_number, part)
);

INSERT INTO windows_2
  SELECT sequence_number, 0, snapshot_id, committed_at, window_start, window_end, shard, pane,
    row_count, late_rows, repeats, min_event_time, max_event_time, file_path, file_bytes
  FROM windows;

DROP TABLE windows;
ALTER TABLE windows_2 RENAME TO windows;
CREATE INDEX windows_by_time ON windows (window_start, window_end, shard);

CREATE TABLE window_offsets_2 (
  sequence_number BIGINT  NOT NULL,
  part            INTEGER NOT NULL,
  kafka_partition INTEGER NOT NULL,
  first_offset    BIGINT  NOT NULL,
  last_offset     BIGINT  NOT NULL,
  row_count       BIGINT  NOT NULL,
  PRIMARY KEY (sequence_number, part, kafka_partition)
);

INSERT INTO window_offsets_2
  SELECT sequence_number, 0, kafka_partition, first_offset, last_offset, row_count
  FROM window_offsets;

DROP TABLE window_offsets;
ALTER TABLE window_offsets_2 RENAME TO window_offsets;
