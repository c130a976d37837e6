// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {
  private static final Uuid TOPIC = Uuid.randomUuid();

  @Test
  void readsWrittenMetadata() {
    assertRoundTrip(new CommitMetadata(1_795_910_400_000L, TOPIC, 1L << 31));
    assertRoundTrip(new CommitMetadata(0, null, 7));
    assertRoundTrip(new CommitMetadata(7, TOPIC, 0));
  }

  @Test
  void readsMetadataOfFormerVersions() {
    assertThat(read("1795910400000")).isEqualTo(new CommitMetadata(1_795_910_400_000L, null, 0));
    assertThat(read("1795910400000 " + TOPIC))
        .isEqualTo(new CommitMetadata(1_795_910_400_000L, TOPIC, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1 no topic", "1 - 2 3", "1 "})
  void ignoresMetadataOfOtherPrograms(String text) {
    assertThat(read(text)).isEqualTo(new CommitMetadata(0, null, 0));
  }

  private static void assertRoundTrip(CommitMetadata metadata) {
    assertThat(CommitMetadata.of(metadata.at(3))).isEqualTo(metadata);
    assertThat(metadata.at(3).offset()).isEqualTo(3);
  }

  private static CommitMetadata read(String text) {
    return CommitMetadata.of(new OffsetAndMetadata(3, text));
  }
}
