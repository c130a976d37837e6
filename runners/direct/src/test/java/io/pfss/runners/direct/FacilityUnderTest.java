// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.catalog.CatalogDatabase;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
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

  private final String topic;
  private final String sensor;
  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile double powerFactor = 0.95;
  private volatile double reactiveFactorOfS = 1;

  /** Starts to send its id to the default topic. */
  FacilityUnderTest(KafkaBroker kafka) {
    this(kafka, "heat", Long.toString(ID));
  }

  /**
   * Starts to send.
   *
   * @param sensor the {@code sensor_id} in its readings, as JSON: {@link #ID}, or the plant's id
   */
  FacilityUnderTest(KafkaBroker kafka, String topic, String sensor) {
    this.topic = topic;
    this.sensor = sensor;
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Future<?> unused = clock.scheduleAtFixedRate(this::send, 0, 1, TimeUnit.SECONDS);
  }

  /** Creates a catalog in a folder. */
  static CatalogDatabase catalog(Path folder) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    return WarehouseCatalog.prepare(
            CatalogSettings.inFile(folder.resolve("catalog.db").toString()),
            folder.resolve("warehouse").toString())
        .database();
  }

  /**
   * Starts the main job with the catalog that {@link #catalog} creates in the folder. A state lasts
   * after 2 s.
   *
   * @param more further arguments
   */
  static MainJobProcess startJob(
      Path folder, KafkaBroker kafka, InfluxServer influx, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrapServers=" + kafka.bootstrapServers(),
                "--influxUrl=" + influx.url(),
                "--catalogUrl=jdbc:sqlite:" + folder.resolve("catalog.db"),
                "--warehouse=" + folder.resolve("warehouse"),
                "--alertHold=2s",
                "--view=PLAIN"));
    arguments.addAll(List.of(more));
    return MainJobProcess.start(
        folder, DirectMain.class, List.of("-Xmx1g"), arguments.toArray(String[]::new));
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

    byte[] key = sensor.getBytes(StandardCharsets.UTF_8);
    String json = new String(HeatJson.write(reading.build()), StandardCharsets.UTF_8);
    byte[] value =
        json.replace("\"sensor_id\":" + ID, "\"sensor_id\":" + sensor)
            .getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      // The executor would swallow it; the test that waits for an alert fails.
      LOG.error("Kafka did not accept a reading", e);
    }
  }
}
