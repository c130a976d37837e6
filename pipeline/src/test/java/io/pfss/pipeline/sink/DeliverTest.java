// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

class DeliverTest {
  private static final OffsetRange OFFSETS = new OffsetRange(0, 3, 4, 1);
  private static final WindowShard WINDOW = new WindowShard(0, 60_000, 0);
  private static final ScoredBatch BATCH =
      new ScoredBatch(List.of(OFFSETS), List.of(Readings.at(1, 3)), List.of(), List.of());

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void flushesSinksInParallelThenOutputsOffsets() {
    PAssert.that(pipeline.apply(Create.of(BATCH)).apply(Deliver.to(new Meeting(), new Meeting())))
        .satisfies(
            all -> {
              Delivery delivered = all.iterator().next();
              assertThat(delivered.offsets()).containsExactly(OFFSETS);
              assertThat(delivered.windows()).containsExactly(WINDOW);
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    // Counters also count in the flush threads.
    assertThat(
            result
                .metrics()
                .queryMetrics(
                    MetricsFilter.builder()
                        .addNameFilter(MetricNameFilter.named(Meeting.class, "met"))
                        .build())
                .getCounters())
        .singleElement()
        .satisfies(counter -> assertThat(counter.getAttempted()).isEqualTo(2));
  }

  @Test
  void rejectedReadingFailsWithoutDeadLetterTopic() {
    pipeline.apply(Create.of(BATCH)).apply(Deliver.to(new Refusal()));

    assertThatThrownBy(pipeline::run).hasMessageContaining("the disk is full");
  }

  /** A sink whose flush waits until the other one is flushed too. */
  private static final class Meeting implements Sink {
    private static final long serialVersionUID = 1;
    private static final CyclicBarrier BARRIER = new CyclicBarrier(2);

    @Override
    public Writer open() {
      return new Writer() {
        private final Counter met = Metrics.counter(Meeting.class, "met");

        @Override
        public void start() {}

        @Override
        public void write(ScoredBatch batch) {
          assertThat(batch).isEqualTo(BATCH);
        }

        @Override
        public Acknowledgement flush() throws IOException, InterruptedException {
          try {
            BARRIER.await(1, TimeUnit.MINUTES);
          } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException("The other sink is not flushed", e);
          }

          met.inc();
          return new Acknowledgement(List.of(), Set.of(WINDOW));
        }
      };
    }
  }

  private static final class Refusal implements Sink {
    private static final long serialVersionUID = 1;

    @Override
    public Writer open() {
      return new Writer() {
        @Override
        public void start() {}

        @Override
        public void write(ScoredBatch batch) {}

        @Override
        public Acknowledgement flush() {
          return new Acknowledgement(
              List.of(
                  new DeadLetter(
                      new byte[0], ErrorCode.SINK, "the disk is full", new SourceOffset(0, 3), 1)),
              Set.of());
        }
      };
    }
  }
}
