CREATE TABLE heat (
  sensor_id BIGINT,
  `timestamp` DOUBLE,
  `R상무효전력` DOUBLE,
  `R상선간전압` DOUBLE,
  `R상유효전력` DOUBLE,
  `R상전류` DOUBLE,
  `R상전압` DOUBLE,
  `S상무효전력` DOUBLE,
  `S상선간전압` DOUBLE,
  `S상유효전력` DOUBLE,
  `S상전류` DOUBLE,
  `S상전압` DOUBLE,
  `T상무효전력` DOUBLE,
  `T상선간전압` DOUBLE,
  `T상유효전력` DOUBLE,
  `T상전류` DOUBLE,
  `T상전압` DOUBLE,
  `무효전력평균` DOUBLE,
  `선간전압평균` DOUBLE,
  `유효전력평균` DOUBLE,
  `전류평균` DOUBLE,
  `상전압평균` DOUBLE,
  `누적전력량` DOUBLE,
  `주파수` DOUBLE,
  `온도` DOUBLE
) WITH (
  'connector' = 'kafka',
  'topic' = 'heat',
  'properties.bootstrap.servers' = '${bootstrapServers}',
  'properties.group.id' = '${scoreTopic}-flink',
  'properties.max.poll.records' = '5000',
  'scan.startup.mode' = '${start}-offset',
  'format' = 'json',
  'json.ignore-parse-errors' = 'true'
)

CREATE TABLE heat_pf (
  `key` STRING,
  sensor_id BIGINT,
  `timestamp` DOUBLE,
  `온도` DOUBLE,
  pf DOUBLE,
  R_pf DOUBLE,
  S_pf DOUBLE,
  T_pf DOUBLE,
  pred STRING,
  proba ARRAY<DOUBLE>,
  `model` STRING
) WITH (
  'connector' = 'kafka',
  'topic' = '${scoreTopic}',
  'properties.bootstrap.servers' = '${bootstrapServers}',
  'properties.acks' = 'all',
  'properties.compression.type' = 'lz4',
  'properties.linger.ms' = '5',
  'properties.batch.size' = '262144',
  'key.format' = 'raw',
  'key.fields' = 'key',
  'value.format' = 'json',
  'value.fields-include' = 'EXCEPT_KEY'
)

CREATE CATALOG warehouse WITH (
  'type' = 'iceberg',
  'catalog-type' = 'hadoop',
  'warehouse' = '${warehouse}'
)

CREATE DATABASE IF NOT EXISTS warehouse.pfss

CREATE TABLE IF NOT EXISTS warehouse.pfss.readings (
  sensor_id BIGINT,
  event_time TIMESTAMP_LTZ(6),
  r_reactive_power DOUBLE,
  r_line_voltage DOUBLE,
  r_active_power DOUBLE,
  r_current DOUBLE,
  r_phase_voltage DOUBLE,
  s_reactive_power DOUBLE,
  s_line_voltage DOUBLE,
  s_active_power DOUBLE,
  s_current DOUBLE,
  s_phase_voltage DOUBLE,
  t_reactive_power DOUBLE,
  t_line_voltage DOUBLE,
  t_active_power DOUBLE,
  t_current DOUBLE,
  t_phase_voltage DOUBLE,
  reactive_power_avg DOUBLE,
  line_voltage_avg DOUBLE,
  active_power_avg DOUBLE,
  current_avg DOUBLE,
  phase_voltage_avg DOUBLE,
  energy_total DOUBLE,
  frequency DOUBLE,
  temperature DOUBLE
)

EXECUTE STATEMENT SET BEGIN
INSERT INTO heat_pf
SELECT
  CAST(sensor_id AS STRING),
  sensor_id,
  `timestamp`,
  `온도`,
  s.pf,
  s.R_pf,
  s.S_pf,
  s.T_pf,
  s.pred,
  s.proba,
  s.`model`
FROM heat,
LATERAL TABLE(
  score(
    `온도`,
    `유효전력평균`,
    `무효전력평균`,
    `R상유효전력`,
    `R상무효전력`,
    `S상유효전력`,
    `S상무효전력`,
    `T상유효전력`,
    `T상무효전력`
  )
) AS s;
INSERT INTO warehouse.pfss.readings
SELECT
  sensor_id,
  TO_TIMESTAMP_LTZ(CAST(ROUND(`timestamp` * 1000, 0) AS BIGINT), 3),
  `R상무효전력`,
  `R상선간전압`,
  `R상유효전력`,
  `R상전류`,
  `R상전압`,
  `S상무효전력`,
  `S상선간전압`,
  `S상유효전력`,
  `S상전류`,
  `S상전압`,
  `T상무효전력`,
  `T상선간전압`,
  `T상유효전력`,
  `T상전류`,
  `T상전압`,
  `무효전력평균`,
  `선간전압평균`,
  `유효전력평균`,
  `전류평균`,
  `상전압평균`,
  `누적전력량`,
  `주파수`,
  `온도`
FROM heat;
END
