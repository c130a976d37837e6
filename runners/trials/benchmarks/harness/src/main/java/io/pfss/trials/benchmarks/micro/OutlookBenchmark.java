// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.micro;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.PhasePowers;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinute;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.outlook.FacilityTable;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.PublishedOutlook;
import io.pfss.trials.e2e.EndToEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.util.CoderUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a batch of 100,000 facilities in the step that makes outlooks, in one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OutlookBenchmark {
  private static final int FACILITIES = 100_000;
  private static final int SHARDS = 8;

  /** A sensor sends every 5 s, and a batch is 1 s long. */
  private static final int SENT_IN_BATCH = FACILITIES / 5;

  private static final int HISTORY_MINUTES = 60;
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

  private final List<byte[]> tables = new ArrayList<>();
  private final List<List<FacilityMinute>> sameMinute = new ArrayList<>();
  private final List<List<FacilityMinute>> nextMinute = new ArrayList<>();
  private byte[] minutesOfBatch;
  private RiskModel model;

  /** Fills the tables with an hour of each facility. */
  @Setup
  public void fill() throws IOException, InvalidModelException {
    Path folder = Path.of(EndToEnd.RISK_MODEL);
    model = ModelStore.loadRisk(ModelStore.localFolder(folder));
    for (int shard = 0; shard < SHARDS; shard++) {
      FacilityTable table = new FacilityTable();
      for (int minute = 0; minute < HISTORY_MINUTES; minute++) {
        table.update(minutes(shard, FACILITIES, minute), 0, ZONE, (sensor, state) -> {});
      }

      tables.add(encode(table));
      sameMinute.add(minutes(shard, SENT_IN_BATCH, HISTORY_MINUTES - 1));
      nextMinute.add(minutes(shard, FACILITIES, HISTORY_MINUTES));
    }

    List<FacilityMinute> all = sameMinute.stream().flatMap(List::stream).toList();
    Delivery delivery = new Delivery(List.of(), List.of(), List.of(), all);
    minutesOfBatch = CoderUtils.encodeToByteArray(RecordCoder.of(Delivery.class), delivery);
  }

  /** Decodes all states, adds the readings of a batch, and encodes them. */
  @Benchmark
  public long batch() throws IOException {
    long bytes = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      FacilityTable table = decode(tables.get(shard));
      table.update(sameMinute.get(shard), 0, ZONE, (sensor, state) -> {});
      bytes += encode(table).length;
    }

    return bytes;
  }

  /** The batch after the end of a minute: an outlook of each facility, ready to be published. */
  @Benchmark
  public long batchWithOutlooks() throws IOException {
    long[] bytes = new long[1];
    for (int shard = 0; shard < SHARDS; shard++) {
      FacilityTable table = decode(tables.get(shard));
      table.update(
          nextMinute.get(shard), 0, ZONE, (sensor, state) -> bytes[0] += publish(sensor, state));
      bytes[0] += encode(table).length;
    }

    return bytes[0];
  }

  /** Decodes the minutes of a batch, as they come out of a shuffle. */
  @Benchmark
  public Delivery shuffle() throws IOException {
    return CoderUtils.decodeFromByteArray(RecordCoder.of(Delivery.class), minutesOfBatch);
  }

  private int publish(long sensor, FacilityState state) {
    PublishedOutlook published =
        PublishedOutlook.of(
            Outlook.of(sensor, state, model, "1", Optional.empty()), state, FacilityName.UNKNOWN);
    return published.json().length + published.state().length;
  }

  private static List<FacilityMinute> minutes(int shard, int facilities, int minute) {
    List<FacilityMinute> minutes = new ArrayList<>();
    for (int sensor = shard; sensor < facilities; sensor += SHARDS) {
      double reactive = 500 + (sensor * 7 + minute * 13) % 400;
      PhasePowers phases = new PhasePowers(300, reactive / 3, 300, reactive / 3, 300, reactive / 3);
      minutes.add(new FacilityMinute(sensor, new MinuteSums(minute, 1, 900, reactive, phases)));
    }

    return minutes;
  }

  private static byte[] encode(FacilityTable table) throws IOException {
    return CoderUtils.encodeToByteArray(FacilityTable.TableCoder.of(), table);
  }

  private static FacilityTable decode(byte[] bytes) throws IOException {
    return CoderUtils.decodeFromByteArray(FacilityTable.TableCoder.of(), bytes);
  }
}
