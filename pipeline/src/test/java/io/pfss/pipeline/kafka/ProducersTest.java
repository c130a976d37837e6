// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProducersTest {
  private static final KafkaCluster CLUSTER = KafkaCluster.at("127.0.0.1:1");

  private final Producer<byte[], byte[]> producer = Producers.of(CLUSTER);

  @AfterEach
  void closeProducer() {
    Producers.failure(CLUSTER, Producers.of(CLUSTER), new IllegalStateException("closed"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void fatalFailureClosesProducer(Exception problem, Exception reason) {
    assertThat(Producers.failure(CLUSTER, producer, problem)).isSameAs(reason);
    assertThat(Producers.of(CLUSTER)).isNotSameAs(producer);
    assertThat(Producers.failure(CLUSTER, producer, new IllegalStateException("closed")))
        .isSameAs(reason);
  }

  static Stream<Arguments> ends() {
    Exception gap = new OutOfOrderSequenceException("a gap");
    Exception refused = new SaslAuthenticationException("wrong password");
    Exception other = new TransactionalIdAuthorizationException("not yours");
    Exception closed = new IllegalStateException("closed");
    Exception plain = new KafkaException("Producer closed while send in progress");
    return Stream.of(
        Arguments.of(gap, gap),
        Arguments.of(new KafkaException("in an error state", gap), gap),
        Arguments.of(new KafkaException("in an error state", other), other),
        Arguments.of(new TimeoutException("no metadata", refused), refused),
        Arguments.of(plain, plain),
        Arguments.of(closed, closed));
  }

  @Test
  void producerRemainsOpenAfterFailedRecord() {
    for (Exception problem :
        new Exception[] {new RecordTooLargeException("large"), new TimeoutException("late")}) {
      assertThat(Producers.failure(CLUSTER, producer, problem)).isSameAs(problem);
      assertThat(Producers.of(CLUSTER)).isSameAs(producer);
    }
  }
}
