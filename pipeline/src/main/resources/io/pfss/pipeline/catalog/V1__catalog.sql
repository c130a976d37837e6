-- Times are UTC in ms since the epoch. Types are those that SQLite, MariaDB and PostgreSQL share.

CREATE TABLE facilities (
  sensor_id      BIGINT           NOT NULL PRIMARY KEY,
  name           VARCHAR(200)     NOT NULL,
  site           VARCHAR(200)     NOT NULL,
  -- VA, V and A, by the facility's plate; null where it is not known.
  rated_power    DOUBLE PRECISION,
  rated_voltage  DOUBLE PRECISION,
  rated_current  DOUBLE PRECISION
);

CREATE TABLE models (
  name        VARCHAR(100)  NOT NULL,
  version     VARCHAR(100)  NOT NULL,
  sha256      CHAR(64)      NOT NULL,
  created     VARCHAR(40)   NOT NULL,
  algorithm   VARCHAR(100)  NOT NULL,
  -- A JSON object, by name of the metric.
  metrics     VARCHAR(4000) NOT NULL,
  PRIMARY KEY (name, version)
);

-- A model was active from a run's start to its end.
CREATE TABLE runs (
  run_id         VARCHAR(36)  NOT NULL PRIMARY KEY,
  started_at     BIGINT       NOT NULL,
  -- Null while it runs, and where it was killed.
  ended_at       BIGINT,
  outcome        VARCHAR(20)  NOT NULL,
  host           VARCHAR(255) NOT NULL,
  runner         VARCHAR(100) NOT NULL,
  consumer_group VARCHAR(255) NOT NULL,
  model_name     VARCHAR(100) NOT NULL,
  model_version  VARCHAR(100) NOT NULL
);

-- A row is a commit: what one merge added to one window and shard.
CREATE TABLE windows (
  sequence_number BIGINT        NOT NULL PRIMARY KEY,
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
  file_bytes      BIGINT        NOT NULL
);

CREATE INDEX windows_by_time ON windows (window_start, window_end, shard);

CREATE TABLE window_offsets (
  sequence_number BIGINT  NOT NULL,
  kafka_partition INTEGER NOT NULL,
  first_offset    BIGINT  NOT NULL,
  last_offset     BIGINT  NOT NULL,
  row_count       BIGINT  NOT NULL,
  PRIMARY KEY (sequence_number, kafka_partition)
);
