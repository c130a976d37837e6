// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.micro;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.PointLine;
import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.ThrottledCounters;
import io.pfss.pipeline.score.ScoreJson;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the time of each step for one reading, without an engine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
  private static final int READINGS = 1000;
  private static final long START = Instant.parse("2026-01-05T09:00:00Z").toEpochMilli();

  private final ThrottledCounters latencies =
      ThrottledCounters.of(StepBenchmark.class, Duration.ofSeconds(2));

  private final ByteBuffer buffer = ByteBuffer.allocate(ReceivedReadingCoder.MAX_BYTES);
  private final byte[][] json = new byte[READINGS][];
  private final ScoredReading[] scored = new ScoredReading[READINGS];
  private SohModel model;
  private int next;

  /** Generates readings, and scores them with the default model. */
  @Setup
  public void generate() throws IOException, InvalidModelException {
    model = ModelStore.load(ModelStore.localFolder(Path.of("models/heat-forest/3")));
    ReadingGenerator facility = new ReadingGenerator(1, 1, RegimeSettings.demo());
    for (int i = 0; i < READINGS; i++) {
      HeatReading reading = facility.next(START + i * 5_000L);
      json[i] = HeatJson.write(reading);
      scored[i] =
          new ScoredReading(
              new ReceivedReading(reading, new SourceOffset(0, i), START),
              model.score(reading),
              "1");
    }
  }

  /** Parses JSON of topic {@code heat}. */
  @Benchmark
  public HeatReading parse() throws InvalidReadingException {
    return HeatJson.read(json[index()]);
  }

  /** Computes the power factors and the state of a reading. */
  @Benchmark
  public SohScore score() {
    return model.score(scored[index()].received().reading());
  }

  /** Writes a score as JSON of topic {@code heat_pf}. */
  @Benchmark
  public byte[] writeScore() {
    return ScoreJson.write(scored[index()]);
  }

  /** Writes a score in InfluxDB's line protocol. */
  @Benchmark
  public String writePoint() {
    return PointLine.of(scored[index()], START);
  }

  /** Encodes a reading for a segment and decodes it. */
  @Benchmark
  public ReceivedReading encodeAndDecode() {
    buffer.clear();
    ReceivedReadingCoder.write(scored[index()].received(), buffer);
    return ReceivedReadingCoder.read(buffer.flip());
  }

  /** Adds the times of a batch to the histogram of latencies; measured per reading. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public void countLatencies() {
    long[] eventMillis = new long[READINGS];
    for (int i = 0; i < READINGS; i++) {
      eventMillis[i] = scored[i].received().reading().eventTimeMillis();
    }

    LatencyBuckets.count(latencies, eventMillis, START + READINGS * 5_000L);
  }

  private int index() {
    next = next + 1 == READINGS ? 0 : next + 1;
    return next;
  }
}
