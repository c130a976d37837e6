package io.pfss.runners.e2e;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends numbered readings, and a malformed record after every hundredth: each reading has its
 * number in {@code energy_total}, and no two the same sensor and time.
 */
final class NumberedRecords {
  private static final int SENSORS = 50;
  private static final int MALFORMED_EVERY = 100;

  private NumberedRecords() {}

  /**
   * Sends readings whose times end at {@code lastTimeMillis}, one every 4 ms.
   *
   * @return all that was sent, malformed ones too
   */
  static List<NumberedRecord> send(
      String bootstrapServers, String topic, int readings, long lastTimeMillis)
      throws ExecutionException, InterruptedException {
    List<byte[]> values = new ArrayList<>();
    List<Optional<HeatReading>> sent = new ArrayList<>();
    List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int number = 0; number < readings; number++) {
        HeatReading reading = reading(number, lastTimeMillis - 4L * (readings - 1 - number));
        values.add(HeatJson.write(reading));
        sent.add(Optional.of(reading));
        acknowledged.add(producer.send(record(topic, number, values.get(values.size() - 1))));
        if (number % MALFORMED_EVERY == 0) {
          values.add(malformed(number / MALFORMED_EVERY, values.get(values.size() - 1)));
          sent.add(Optional.empty());
          acknowledged.add(producer.send(record(topic, number, values.get(values.size() - 1))));
        }
      }
    }

    List<NumberedRecord> records = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      RecordMetadata where = acknowledged.get(i).get();
      records.add(
          new NumberedRecord(where.partition(), where.offset(), values.get(i), sent.get(i)));
    }

    return records;
  }

  private static HeatReading reading(int number, long eventTimeMillis) {
    HeatReading.Builder reading = HeatReading.builder(1 + number % SENSORS, eventTimeMillis);
    for (Measure measure : Measure.ALL) {
      // Some readings lack some measures; all have what the score needs.
      if (number % 7 != 0 || measure != Measure.FREQUENCY) {
        reading.set(measure, (number % 97 + 1) * (measure.ordinal() + 1) / 3.0);
      }
    }

    return reading.set(Measure.ENERGY_TOTAL, number).build();
  }

  /** Ten kinds of what is no reading. */
  private static byte[] malformed(int number, byte[] valid) {
    String text = new String(valid, StandardCharsets.UTF_8);
    return switch (number % 10) {
      case 0 -> text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8);
      case 1 -> new byte[] {(byte) 0xc3, 0x28, (byte) number};
      case 2 -> "[]".getBytes(StandardCharsets.UTF_8);
      case 3 -> text.replace("\"sensor_id\"", "\"sensor\"").getBytes(StandardCharsets.UTF_8);
      case 4 -> text.replace("\"timestamp\"", "\"time\"").getBytes(StandardCharsets.UTF_8);
      case 5 -> text.replace("\"온도\":", "\"온도\":\"hot\",\"x\":").getBytes(StandardCharsets.UTF_8);
      case 6 -> text.replace("\"온도\":", "\"온도\":NaN,\"x\":").getBytes(StandardCharsets.UTF_8);
      case 7 -> text.replace("\"온도\":", "\"온도\":1e999,\"x\":").getBytes(StandardCharsets.UTF_8);
      case 8 -> (text + text).getBytes(StandardCharsets.UTF_8);
      default ->
          "{\"sensor_id\":1,\"timestamp\":253402300799,\"온도\":1}".getBytes(StandardCharsets.UTF_8);
    };
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int number, byte[] value) {
    String sensor = Integer.toString(1 + number % SENSORS);
    return new ProducerRecord<>(topic, sensor.getBytes(StandardCharsets.UTF_8), value);
  }
}
