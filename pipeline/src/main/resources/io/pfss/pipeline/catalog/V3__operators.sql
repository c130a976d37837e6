-- What operators know of a facility, and the lives of the alarms.

ALTER TABLE facilities ADD COLUMN plant_id VARCHAR(100);
-- Limits of the power factor, 0 to 1; null where those of the model count.
ALTER TABLE facilities ADD COLUMN normal_limit DOUBLE PRECISION;
ALTER TABLE facilities ADD COLUMN warning_limit DOUBLE PRECISION;
ALTER TABLE facilities ADD COLUMN in_service BOOLEAN DEFAULT TRUE NOT NULL;
CREATE UNIQUE INDEX facilities_by_plant_id ON facilities (plant_id);

CREATE TABLE alarms (
  kind            VARCHAR(20)  NOT NULL,
  -- 0 for an alarm of the pipeline.
  sensor_id       BIGINT       NOT NULL,
  raised_at       BIGINT       NOT NULL,
  -- The worst since then: warning or critical.
  severity        VARCHAR(20)  NOT NULL,
  acknowledged_by VARCHAR(200),
  acknowledged_at BIGINT,
  -- Null while it is open.
  cleared_at      BIGINT,
  PRIMARY KEY (kind, sensor_id, raised_at)
);

CREATE INDEX alarms_by_sensor ON alarms (sensor_id, raised_at);
CREATE INDEX alarms_by_cleared ON alarms (cleared_at);
