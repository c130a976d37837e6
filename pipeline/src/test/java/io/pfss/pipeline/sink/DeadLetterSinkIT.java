// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that dead letters of any size are published, whatever the limit of the topic. */
@ExtendWith(SharedServers.class)
class DeadLetterSinkIT {
  private static final int CUT_BYTES = 64 << 10;

  /** Kafka's default of max.message.bytes, for a whole record. */
  private static final int DEFAULT_MAX_BYTES = 1_048_588;

  private static final byte[] SMALL = {'{'};

  private KafkaCluster cluster;

  @BeforeEach
  void reach(KafkaBroker broker) {
    cluster = KafkaCluster.at(broker.bootstrapServers());
  }

  @Test
  void publishesTwentyCompressibleMegabytes() throws IOException {
    HeatTopics.createAbsentDeadLetters(cluster, "large-dead-letters", 1, (short) 1);
    byte[] value = new byte[20_000_000];
    Arrays.fill(value, (byte) ' ');

    List<DeadLetterRecord> stored = publish("large-dead-letters", value, SMALL);
    assertThat(value(stored, 0)).isEqualTo(value);
    assertThat(stored).allMatch(deadLetter -> !deadLetter.isCut());
  }

  @Test
  void cutsValueTooLargeForTopic() throws Exception {
    createTopic("dead-letters-of-1-mb", DEFAULT_MAX_BYTES);
    assertCut("dead-letters-of-1-mb", incompressible(1_048_500), CUT_BYTES);
  }

  @Test
  void cutsValueTooLargeForProducer() throws Exception {
    HeatTopics.createAbsentDeadLetters(cluster, "huge-dead-letters", 1, (short) 1);
    assertCut("huge-dead-letters", incompressible(40_000_000), CUT_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {30_000, CUT_BYTES + 1})
  void publishesWithoutValueIfCutIsTooLarge(int size) throws Exception {
    String topic = "dead-letters-of-20-kb-" + size;
    createTopic(topic, 20_000);
    assertCut(topic, incompressible(size), 0);
  }

  private void createTopic(String topic, int maxMessageBytes) throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
      NewTopic limited =
          new NewTopic(topic, 1, (short) 1)
              .configs(Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
      admin.createTopics(List.of(limited)).all().get();
    }
  }

  private void assertCut(String topic, byte[] value, int kept) throws Exception {
    List<DeadLetterRecord> stored = publish(topic, value, SMALL);
    DeadLetterRecord first =
        stored.stream()
            .filter(deadLetter -> deadLetter.source().equals("heat 2/0"))
            .findFirst()
            .get();
    assertThat(first.value()).hasSize(kept).isEqualTo(Arrays.copyOf(value, kept));
    assertThat(first.cut())
        .isEqualTo(
            value.length
                + " bytes, SHA-256 "
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
    assertThat(value(stored, 1)).isEqualTo(SMALL);
  }

  /**
   * Publishes dead letters of records at offsets from 0 on, and returns all dead letters of the
   * topic.
   */
  private List<DeadLetterRecord> publish(String topic, byte[]... values) throws IOException {
    List<DeadLetter> deadLetters = new ArrayList<>();
    for (int offset = 0; offset < values.length; offset++) {
      deadLetters.add(
          new DeadLetter(
              values[offset], ErrorCode.MALFORMED, "why", new SourceOffset(2, offset), 1_234));
    }

    DeadLetterSink.Writer writer = DeadLetterSink.to(cluster).withTopic(topic).from("heat").open();
    writer.start();
    writer.write(deadLetters);
    writer.flush();
    List<DeadLetterRecord> stored = new ArrayList<>();
    new DeadLetterTopic(cluster, topic).read(stored::add);
    return stored;
  }

  private static byte[] value(List<DeadLetterRecord> stored, int offset) {
    return stored.stream()
        .filter(deadLetter -> deadLetter.source().equals("heat 2/" + offset))
        .findFirst()
        .get()
        .value();
  }

  private static byte[] incompressible(int size) {
    byte[] value = new byte[size];
    new Random(size).nextBytes(value);
    // Text could be cut within a character.
    for (int i = 0; i < size; i++) {
      value[i] &= 0x7f;
    }

    return value;
  }
}
