// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Creates records of the output topics in the documented format. */
record SinkRecords(String readings, String scores, String deadLetters) {
  /** Uses the default topic names. */
  static final SinkRecords DEFAULT = new SinkRecords("heat", "heat_pf", "heat_dlq");

  /**
   * Returns a score of {@code heat_pf}; {@code pred} is JSON, such as {@code "정상"} in quotes, or
   * null.
   */
  ProducerRecord<byte[], byte[]> score(
      int partition, long offset, long sensor, long eventTimeMillis, String pred) {
    String json =
        String.format(
            Locale.ROOT,
            "{\"sensor_id\":%d,\"온도\":21.5,\"pf\":0.9,\"R_pf\":0.91,\"S_pf\":null,\"T_pf\":-0.93,"
                + "\"pred\":%s,\"timestamp\":%s,\"proba\":[0.8,0.1,0.1],\"model\":\"v1\","
                + "\"risk_60m\":0.25,\"kvar_to_90\":12.5,\"risk_at\":null}",
            sensor,
            pred,
            Double.toString(eventTimeMillis / 1000.0));
    return record(scores, partition, offset, Long.toString(sensor), json);
  }

  /** Returns a dead letter of {@code heat_dlq}. */
  ProducerRecord<byte[], byte[]> deadLetter(int partition, long offset, String code) {
    ProducerRecord<byte[], byte[]> letter = record(deadLetters, partition, offset, "", "{");
    letter.headers().add("error_code", bytes(code)).add("error_message", bytes("it is bad"));
    return letter;
  }

  /** Returns a record with source headers. */
  ProducerRecord<byte[], byte[]> record(
      String topic, int partition, long offset, String key, String value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(key), bytes(value));
    record
        .headers()
        .add("source_topic", bytes(readings))
        .add("source_partition", bytes(Integer.toString(partition)))
        .add("source_offset", bytes(Long.toString(offset)));
    return record;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
