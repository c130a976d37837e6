// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.kafka.KafkaCluster;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ScoreSinkTest {
  private static final ScoreSink SINK =
      ScoreSink.to(KafkaCluster.at("localhost:9092")).withTopic("out").from("in");

  @Test
  void recordHasTheContractsFields() {
    ProducerRecord<byte[], byte[]> record = SINK.record(Scores.warning(1_700_000_000_250L, 9));

    assertThat(record.topic()).isEqualTo("out");
    assertThat(text(record.key())).isEqualTo("7");
    assertThat(text(record.value()))
        .isEqualTo(
            "{\"sensor_id\":7,\"온도\":31.5,\"pf\":0.6,\"R_pf\":0.6,\"S_pf\":null,"
                + "\"T_pf\":null,\"pred\":\"경고\",\"proba\":[0.125,0.25,0.625],"
                + "\"timestamp\":1.70000000025E9,\"model\":\"3\","
                + "\"risk_60m\":0.4,\"kvar_to_90\":12.5,\"risk_at\":1.7E9}");
  }

  @Test
  void headersNameTheSourceOffset() {
    ProducerRecord<byte[], byte[]> record = SINK.record(Scores.warning(1_700_000_000_250L, 9));

    assertThat(text(record.headers().lastHeader("source_topic").value())).isEqualTo("in");
    assertThat(text(record.headers().lastHeader("source_partition").value())).isEqualTo("1");
    assertThat(text(record.headers().lastHeader("source_offset").value())).isEqualTo("9");
  }

  @Test
  void unknownValuesAreNull() {
    assertThat(text(SINK.record(Scores.empty(0, 0)).value()))
        .contains("\"온도\":null", "\"pf\":null", "\"pred\":null", "\"proba\":null")
        .endsWith("\"risk_60m\":null,\"kvar_to_90\":null,\"risk_at\":null}");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
