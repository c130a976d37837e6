package io.pfss.runners.benchmarks;

import io.pfss.demo.observe.InfluxPointCount;
import io.pfss.demo.observe.WarehouseCount;
import io.pfss.driver.influx.InfluxAccess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What a contestant's sinks hold, asked from outside of it. */
final class Sinks {
  /** The partitions of each topic of a benchmark. */
  static final int PARTITIONS = 4;

  // Counting millions of points takes an InfluxDB 1.x seconds.
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(60);

  private final Admin admin;
  private final String scoreTopic;
  private final WarehouseCount warehouse;
  private final InfluxPointCount points;

  Sinks(Admin admin, Contestant contestant, Bench bench) throws IOException {
    this.admin = admin;
    this.scoreTopic = bench.scoreTopic();
    this.warehouse = contestant.warehouse(bench);
    this.points =
        new InfluxPointCount(
            InfluxAccess.at(URI.create(bench.influxUrl()), Bench.DATABASE)
                .withTimeout(QUERY_TIMEOUT));
  }

  /** The records in {@code heat_pf}. */
  long scores() throws InterruptedException {
    return records(admin, scoreTopic);
  }

  /** The rows of the warehouse that a reader of it sees. */
  long rows() throws IOException {
    return warehouse.count().rows();
  }

  long points() throws IOException, InterruptedException {
    return points.since(Instant.EPOCH);
  }

  static long records(Admin admin, String topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }

    try {
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not tell the end of " + topic, e.getCause());
    }
  }
}
