// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.simulator.faults.Fault;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.ReadingSource;
import io.pfss.simulator.generate.RegimeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Uses Kafka's mock producer; the main job's tests send to a real broker. */
class SimulatorTest {
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());

  @Test
  void sendsCurrentTimeWithSensorAsKey() throws Exception {
    long before = System.currentTimeMillis();
    send(3, 300, FaultRates.NONE);

    Map<Long, Long> lastTimes = new HashMap<>();
    assertThat(kafka.history()).hasSize(300);
    for (ProducerRecord<byte[], byte[]> record : kafka.history()) {
      HeatReading reading = HeatJson.read(record.value());
      assertThat(record.topic()).isEqualTo("readings");
      assertThat(new String(record.key(), StandardCharsets.UTF_8))
          .isEqualTo(Long.toString(reading.sensorId()));
      assertThat(reading.eventTimeMillis())
          .isBetween(before, System.currentTimeMillis() + 300)
          .isGreaterThan(lastTimes.getOrDefault(reading.sensorId(), 0L));
      lastTimes.put(reading.sensorId(), reading.eventTimeMillis());
    }

    assertThat(lastTimes).containsOnlyKeys(1L, 2L, 3L);
  }

  @Test
  void countsRecordsByFault() throws Exception {
    SentCounts sent = send(10, 2_000, FaultRates.parse("malformed=0.1,duplicate=0.1"));

    assertThat(sent.records()).isEqualTo(kafka.history().size()).isGreaterThan(2_000);
    assertThat(sent.faults()).containsOnlyKeys(Fault.MALFORMED, Fault.DUPLICATE);
    assertThat(sent.valid()).isEqualTo(sent.records() - sent.faults().get(Fault.MALFORMED));
    assertThat(sent.faults().get(Fault.DUPLICATE)).isEven();
  }

  @Test
  void stopInterruptsTheLongestPause() throws Exception {
    try (Simulator simulator =
        new Simulator(kafka, settings(1, Duration.ofDays(1), 0, 0, FaultRates.NONE), sources(1))) {
      simulator.start();
      assertThat(simulator.stop().records()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void reportsFailureToSend() throws Exception {
    kafka.sendException = new IllegalStateException("the broker is gone");
    Simulator simulator =
        new Simulator(
            kafka, settings(1, Duration.ofSeconds(5), 100, 50, FaultRates.NONE), sources(1));
    simulator.start();

    assertThatThrownBy(simulator::await)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the broker is gone");
  }

  @Test
  void rejectsNegativeCount() {
    assertThatThrownBy(() -> settings(1, Duration.ofSeconds(5), 0, -1, FaultRates.NONE))
        .hasMessageContaining("count is negative: -1");
  }

  private SentCounts send(int sensors, long count, FaultRates faults) throws Exception {
    try (Simulator simulator =
        new Simulator(
            kafka,
            settings(sensors, Duration.ofSeconds(5), 500.0 * sensors, count, faults),
            sources(sensors))) {
      simulator.start();
      simulator.await();
      return simulator.sent();
    }
  }

  private static List<ReadingSource> sources(int sensors) {
    List<ReadingSource> sources = new ArrayList<>();
    for (int sensor = 1; sensor <= sensors; sensor++) {
      sources.add(new ReadingGenerator(1, sensor, RegimeSettings.demo()));
    }

    return sources;
  }

  private static SimulatorSettings settings(
      int sensors, Duration interval, double rate, long count, FaultRates faults) {
    return new SimulatorSettings(
        "readings",
        sensors,
        interval,
        rate,
        1,
        count,
        1,
        faults,
        RegimeSettings.demo(),
        Optional.empty());
  }
}
