// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.RecordSender;
import io.pfss.pipeline.kafka.SourceHeaders;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Publishes dead letters to a topic: the original bytes as value, no key, and headers with the
 * error and the origin of the record. If the value is too large for the topic, it is cut or left
 * out, and headers give its size and hash.
 *
 * <pre>{@code
 * Deliver.to(sinks).rejectsTo(DeadLetterSink.to(cluster).withTopic("heat_dlq").from("heat"));
 * }</pre>
 */
public final class DeadLetterSink implements Serializable {
  private static final long serialVersionUID = 1;

  /** Header: the name of the {@link io.pfss.models.reading.ErrorCode}. */
  public static final String ERROR_CODE = "error_code";

  /** Header: the problem, with the offending value. */
  public static final String ERROR_MESSAGE = "error_message";

  /** Header: when the record was rejected, in ms since the epoch. */
  public static final String ERROR_TIME = "error_time";

  /** Header: size of the whole value in bytes, if the published value is cut. */
  public static final String VALUE_BYTES = "value_bytes";

  /** Header: SHA-256 of the whole value in hex, if the published value is cut. */
  public static final String VALUE_SHA256 = "value_sha256";

  /** Maximum length of a published message. */
  public static final int MAX_MESSAGE_CHARACTERS = 4_000;

  private static final int CUT_BYTES = 64 << 10;
  private static final String DEFAULT_TOPIC = "heat_dlq";
  private static final String DEFAULT_SOURCE = "heat";

  private final KafkaCluster cluster;
  private final String topic;
  private final String sourceTopic;

  private DeadLetterSink(KafkaCluster cluster, String topic, String sourceTopic) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sourceTopic = Objects.requireNonNull(sourceTopic, "sourceTopic");
  }

  /** Publishes dead letters of topic {@code heat} to topic {@code heat_dlq} of a cluster. */
  public static DeadLetterSink to(KafkaCluster cluster) {
    return new DeadLetterSink(cluster, DEFAULT_TOPIC, DEFAULT_SOURCE);
  }

  /** Sets the topic to publish to. */
  public DeadLetterSink withTopic(String target) {
    return new DeadLetterSink(cluster, target, sourceTopic);
  }

  /** Sets the topic that the records come from. */
  public DeadLetterSink from(String source) {
    return new DeadLetterSink(cluster, topic, source);
  }

  /** Opens the sink for a worker's bundles. */
  public Writer open() {
    return new Writer(this);
  }

  /** Returns the record to publish for a dead letter. */
  public ProducerRecord<byte[], byte[]> record(DeadLetter deadLetter) {
    Headers headers =
        SourceHeaders.of(sourceTopic, deadLetter.position())
            .add(ERROR_CODE, SourceHeaders.text(deadLetter.code().name()))
            .add(ERROR_MESSAGE, SourceHeaders.text(message(deadLetter)))
            .add(ERROR_TIME, SourceHeaders.text(Long.toString(deadLetter.timeMillis())));
    return new ProducerRecord<>(topic, null, null, null, deadLetter.value(), headers);
  }

  private static Optional<ProducerRecord<byte[], byte[]>> smaller(
      ProducerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value.length == 0) {
      return Optional.empty();
    }

    byte[] kept = Arrays.copyOf(value, value.length > CUT_BYTES ? endOfText(value) : 0);
    Headers headers = new RecordHeaders(record.headers());
    if (headers.lastHeader(VALUE_BYTES) == null) {
      headers
          .add(VALUE_BYTES, SourceHeaders.text(Integer.toString(value.length)))
          .add(VALUE_SHA256, SourceHeaders.text(Hashing.sha256().hashBytes(value).toString()));
    }

    return Optional.of(new ProducerRecord<>(record.topic(), null, null, null, kept, headers));
  }

  /** Returns where to cut the value: not within a UTF-8 character. */
  private static int endOfText(byte[] value) {
    int end = CUT_BYTES;
    while (end > CUT_BYTES - 4 && (value[end] & 0xC0) == 0x80) {
      end--;
    }

    return end;
  }

  /** Limits the message, because messages of sinks and models can have any length. */
  private static String message(DeadLetter deadLetter) {
    String message = deadLetter.message();
    return message.length() > MAX_MESSAGE_CHARACTERS
        ? SafeText.of(message, MAX_MESSAGE_CHARACTERS)
        : message;
  }

  /** The writer of one {@code DoFn}; one bundle at a time. */
  public static final class Writer {
    private final DeadLetterSink sink;
    private final RecordSender sender;
    private final Counter published = Metrics.counter(DeadLetterSink.class, "deadLetters");

    private Writer(DeadLetterSink sink) {
      this.sink = sink;
      this.sender = new RecordSender(sink.cluster, DeadLetterSink::smaller);
    }

    /** Begins a bundle. */
    public void start() {
      sender.start();
    }

    /**
     * Sends dead letters.
     *
     * @throws IOException if Kafka refuses one
     */
    public void write(List<DeadLetter> deadLetters) throws IOException {
      for (DeadLetter deadLetter : deadLetters) {
        sender.send(sink.record(deadLetter));
      }
    }

    /**
     * Waits until Kafka has acknowledged all dead letters that were sent.
     *
     * @throws IOException if Kafka refuses a dead letter
     */
    public void flush() throws IOException {
      published.inc(sender.flush());
    }
  }
}
