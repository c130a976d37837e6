// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.demo.observe.WarehouseCount;
import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.trials.e2e.TopicContent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.Consumer;

/** Counts the records in a contestant's sinks, independently of the contestant. */
final class Sinks implements AutoCloseable {
  /** The number of partitions of each topic of a benchmark. */
  static final int PARTITIONS = 4;

  // Counting millions of points takes an InfluxDB 1.x seconds.
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> consumer;
  private final WarehouseCount warehouse;
  private final InfluxRows points;

  Sinks(Contestant contestant, Bench bench) throws IOException {
    this.consumer = TopicContent.consumer(bench.bootstrapServers(), bench.scoreTopic());
    this.warehouse = contestant.warehouse(bench);
    this.points =
        new InfluxRows(
            InfluxAccess.at(URI.create(bench.influxUrl()), Bench.DATABASE)
                .withTimeout(QUERY_TIMEOUT));
  }

  /** Returns the number of records in {@code heat_pf}. */
  long scores() {
    return consumer.endOffsets(consumer.assignment()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Returns the number of rows that are visible to readers of the warehouse. */
  long rows() throws IOException {
    return warehouse.count().rows();
  }

  long points() throws IOException, InterruptedException {
    return points.pointsSince(Instant.EPOCH);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
