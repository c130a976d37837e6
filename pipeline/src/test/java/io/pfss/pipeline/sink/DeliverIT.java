// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import io.pfss.pipeline.score.ScoreSink;
import io.pfss.pipeline.score.Scores;
import io.pfss.pipeline.source.CommitOffsets;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFnTester;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that no offset is committed before every sink has acknowledged, on a runner that ends
 * bundles of later steps before those of earlier steps. Beam allows this order; FlinkRunner uses
 * it.
 */
// Only DoFnTester gives a test control over the begin and end of bundles.
@SuppressWarnings("deprecation")
@ExtendWith(SharedServers.class)
class DeliverIT {
  private static final Path BROKER =
      Path.of(System.getProperty("pfss.home"), "runners/trials/broker");
  private static final String HEAT = "commit-order";
  private static final SourceOffset POSITION = new SourceOffset(0, 0);
  private static final DeadLetter DEAD_LETTER =
      new DeadLetter(new byte[] {'{'}, ErrorCode.MALFORMED, "why", POSITION, 1);
  private static final OffsetRange OFFSETS = new OffsetRange(0, 0, 1, 1_700_000_000_000L);
  private static final ScoredReading SCORED = Scores.warning(1_700_000_000_000L, 0);
  private static final ScoredBatch BATCH = batch(List.of());
  private static final ScoredBatch WITH_DEAD_LETTER = batch(List.of(DEAD_LETTER));

  /** A record fails after 2 s instead of two minutes. */
  private static final String SHORT_TIMEOUTS =
      "delivery.timeout.ms=2000\nrequest.timeout.ms=1000\n";

  @TempDir Path folder;
  private KafkaCluster cluster;

  @BeforeEach
  void createTopic(KafkaBroker broker) {
    cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of(HEAT), 1, (short) 1);
  }

  @Test
  void commitsNothingWithoutKafkaAcknowledgement() throws Exception {
    try (KafkaBroker mortal = KafkaBroker.start(BROKER, folder.resolve("kafka"))) {
      Path settings = Files.writeString(folder.resolve("client.properties"), SHORT_TIMEOUTS);
      KafkaCluster sinks =
          KafkaCluster.at(mortal.bootstrapServers()).withConfigFile(settings.toString());
      HeatTopics.createAbsent(sinks, List.of("heat_pf", "heat_dlq"), 1, (short) 1);
      DeadLetterSink deadLetters = DeadLetterSink.to(sinks);
      // The producer knows the topics by then, so it accepts records, but Kafka is stopped.
      run("both", WITH_DEAD_LETTER, Deliver.to(ScoreSink.to(sinks)).rejectsTo(deadLetters));
      assertThat(committed("both")).isEqualTo(1);

      mortal.kill();
      assertThatThrownBy(() -> run("scores", BATCH, Deliver.to(ScoreSink.to(sinks))))
          .hasMessageContaining("refused a record");
      assertThat(committed("scores")).isZero();
      assertThatThrownBy(
              () -> run("dead-letters", WITH_DEAD_LETTER, Deliver.to().rejectsTo(deadLetters)))
          .hasMessageContaining("refused a record");
      assertThat(committed("dead-letters")).isZero();
      InfluxSink absent =
          InfluxSink.to("http://127.0.0.1:1").optional().withRetryFor(Duration.ZERO);
      assertThatThrownBy(() -> run("points", BATCH, Deliver.to(absent).rejectsTo(deadLetters)))
          .hasMessageContaining("refused a record");
      assertThat(committed("points")).isZero();
    }
  }

  @Test
  void commitsNothingWithoutInfluxAcknowledgement() throws Exception {
    CountDownLatch requested = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.setExecutor(threads);
    silent.createContext(
        "/",
        exchange -> {
          requested.countDown();
          try {
            stopped.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    silent.start();
    try {
      InfluxSink write =
          InfluxSink.to("http://127.0.0.1:" + silent.getAddress().getPort())
              .withRetryFor(Duration.ZERO);
      Future<?> bundle =
          threads.submit(
              () -> {
                run("influx", BATCH, Deliver.to(write));
                return null;
              });
      assertThat(requested.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(committed("influx")).isZero();
      silent.stop(0);
      assertThatThrownBy(bundle::get).rootCause().isInstanceOf(IOException.class);
      assertThat(committed("influx")).isZero();
    } finally {
      stopped.countDown();
      threads.shutdown();
    }
  }

  /** Otherwise each retry of the bundle would publish them, and a replay would send each copy. */
  @Test
  void failedBundlePublishesNoDeadLetter() throws Exception {
    DeadLetterSink deadLetters = DeadLetterSink.to(cluster).withTopic("failed-dead-letters");
    HeatTopics.createAbsentDeadLetters(cluster, "failed-dead-letters", 1, (short) 1);
    InfluxSink absent = InfluxSink.to("http://127.0.0.1:1").withRetryFor(Duration.ZERO);

    assertThatThrownBy(
            () -> run("failed", WITH_DEAD_LETTER, Deliver.to(absent).rejectsTo(deadLetters)))
        .hasMessageContaining("did not accept points");
    assertThat(published("failed-dead-letters")).isZero();

    run("delivered", WITH_DEAD_LETTER, Deliver.to().rejectsTo(deadLetters));
    assertThat(published("failed-dead-letters")).isEqualTo(1);
  }

  private static ScoredBatch batch(List<DeadLetter> deadLetters) {
    return new ScoredBatch(
        List.of(OFFSETS), List.of(SCORED.received()), List.of(SCORED), deadLetters);
  }

  private long published(String topic) {
    AtomicLong count = new AtomicLong();
    TopicScan.read(cluster, topic, record -> count.incrementAndGet());
    return count.get();
  }

  /** Runs a batch through the sinks, the warehouse and the step that commits offsets. */
  private void run(String group, ScoredBatch batch, Deliver deliver) throws Exception {
    Pipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    WriteWarehouse warehouse = WriteWarehouse.to(folder.resolve(group).toString());
    pipeline
        .apply("Source", Create.of(batch))
        .apply(deliver.and(warehouse.segments()))
        .apply(CommitOffsets.to(cluster).ofTopic(HEAT).asGroup(group));
    run(steps(pipeline), List.of(batch));
  }

  /** Ends a bundle of all later steps for each output of a step immediately. */
  private static void run(List<DoFnTester<Object, Object>> steps, List<?> elements)
      throws Exception {
    if (steps.isEmpty() || elements.isEmpty()) {
      return;
    }

    DoFnTester<Object, Object> first = steps.get(0);
    List<DoFnTester<Object, Object>> later = steps.subList(1, steps.size());
    first.startBundle();
    for (Object element : elements) {
      first.processElement(element);
      run(later, first.takeOutputElements());
    }

    first.finishBundle();
    run(later, first.takeOutputElements());
  }

  /** Returns the steps up to the commit. */
  private static List<DoFnTester<Object, Object>> steps(Pipeline pipeline) {
    List<DoFnTester<Object, Object>> steps = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          private boolean isCommitted;

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (!isCommitted
                && !node.getFullName().startsWith("Source")
                && node.getTransform() instanceof ParDo.MultiOutput<?, ?> step) {
              steps.add(tester(step.getFn()));
              isCommitted = node.getFullName().contains("CommitOffsets");
            }
          }
        });
    return steps;
  }

  @SuppressWarnings("unchecked")
  private static DoFnTester<Object, Object> tester(DoFn<?, ?> step) {
    return DoFnTester.of((DoFn<Object, Object>) step);
  }

  /** Returns the committed offset of the partition. */
  private long committed(String group) throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().equals(new TopicPartition(HEAT, 0)))
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    }
  }
}
