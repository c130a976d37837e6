// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A facility that sends a reading every second, with a power factor that the test sets. */
final class FacilityUnderTest implements AutoCloseable {
  /** Its sensor id. */
  static final long ID = 9001;

  private static final String TOPIC = "heat";
  private static final Logger LOG = LoggerFactory.getLogger(FacilityUnderTest.class);
  private static final double ACTIVE_POWER = 10_000;
  private static final List<Measure> ACTIVE =
      List.of(
          Measure.ACTIVE_POWER_AVG,
          Measure.R_ACTIVE_POWER,
          Measure.S_ACTIVE_POWER,
          Measure.T_ACTIVE_POWER);
  private static final List<Measure> REACTIVE =
      List.of(
          Measure.REACTIVE_POWER_AVG,
          Measure.R_REACTIVE_POWER,
          Measure.S_REACTIVE_POWER,
          Measure.T_REACTIVE_POWER);

  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile double powerFactor = 0.95;
  private volatile double reactiveFactorOfS = 1;

  FacilityUnderTest(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Future<?> unused = clock.scheduleAtFixedRate(this::send, 0, 1, TimeUnit.SECONDS);
  }

  /** Sets the power factor of all phases from now on. */
  void setPowerFactor(double newPowerFactor) {
    powerFactor = newPowerFactor;
  }

  /** Multiplies the reactive power of phase S from now on. */
  void setReactiveFactorOfS(double factor) {
    reactiveFactorOfS = factor;
  }

  /** Sends no more readings. */
  void fallSilent() {
    clock.shutdownNow();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
  }

  private void send() {
    double reactivePower = ACTIVE_POWER * Math.sqrt(1 / (powerFactor * powerFactor) - 1);
    HeatReading.Builder reading =
        HeatReading.builder(ID, System.currentTimeMillis()).set(Measure.TEMPERATURE, 31);
    for (Measure measure : ACTIVE) {
      reading.set(measure, ACTIVE_POWER);
    }

    for (Measure measure : REACTIVE) {
      reading.set(measure, reactivePower);
    }

    reading.set(Measure.S_REACTIVE_POWER, reactivePower * reactiveFactorOfS);
    for (Measure current : List.of(Measure.R_CURRENT, Measure.S_CURRENT, Measure.T_CURRENT)) {
      reading.set(current, current == Measure.S_CURRENT ? 50 : 45);
    }

    byte[] key = Long.toString(ID).getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(new ProducerRecord<>(TOPIC, key, HeatJson.write(reading.build()))).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      // The executor would swallow it; the test that waits for an alert fails.
      LOG.error("Kafka did not accept a reading", e);
    }
  }
}
