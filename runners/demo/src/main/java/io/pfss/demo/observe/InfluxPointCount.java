package io.pfss.demo.observe;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Counts points by InfluxQL. Thread-safe. */
public final class InfluxPointCount implements PointCount {
  private final InfluxRows influx;

  /** Counts by this access. */
  public InfluxPointCount(InfluxAccess access) {
    this.influx = new InfluxRows(access);
  }

  @Override
  public long since(Instant from) throws IOException, InterruptedException {
    AtomicLong count = new AtomicLong();
    influx.read(
        "SELECT COUNT(\"latency_ms\") FROM "
            + influx.table("sensor_measurement")
            + " WHERE time >= "
            + from.toEpochMilli()
            + "ms",
        (tag, values) -> count.set((long) values[1]));
    return count.get();
  }
}
