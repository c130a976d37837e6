// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.sink.Acknowledgement;
import io.pfss.pipeline.sink.Sink;
import io.pfss.pipeline.source.ReadHeat;
import io.pfss.pipeline.warehouse.HistoryOffset;
import io.pfss.pipeline.warehouse.ParquetRows;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElementsTest {
  private static final long TIME = 1_700_000_000_000L;
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final Path MODEL =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1");
  private static final TupleTag<ReceivedReading> STORED = new TupleTag<>() {};

  @TempDir Path folder;

  private TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void onlyReadingsOutsideKafkaGetDerivedOffset() {
    byte[] json = HeatJson.write(Readings.at(TIME, 3).reading());
    String spaced = new String(json, StandardCharsets.UTF_8).replace(",", " ,\n");

    Result<PCollection<ReceivedReading>, DeadLetter> parsed =
        pipeline
            .apply(
                Create.of(
                    RawReading.of(json, 5, 17, TIME + 1),
                    RawReading.of(json),
                    RawReading.of(spaced)))
            .apply(HeatIO.parse());

    PAssert.that(parsed.output())
        .satisfies(
            all -> {
              HeatReading reading = Readings.at(TIME, 3).reading();
              assertThat(all).extracting(ReceivedReading::reading).containsOnly(reading);
              assertThat(all)
                  .extracting(ReceivedReading::position)
                  .containsExactlyInAnyOrder(
                      new SourceOffset(5, 17),
                      HistoryOffset.of(reading),
                      HistoryOffset.of(reading));
              return null;
            });
    PAssert.that(parsed.failures()).empty();
    pipeline.run().waitUntilFinish();
  }

  /** Rows of former runs have this offset, so it must not change with the encodings. */
  @Test
  void derivedOffsetIsStable() {
    assertThat(HistoryOffset.of(Readings.at(TIME, 3).reading()))
        .isEqualTo(new SourceOffset(1 << 30, 7_281_340_912_105_086_268L));
  }

  @Test
  void refusesGroupOfMainJob() {
    assertThatThrownBy(
            () -> pipeline.apply(HeatIO.read(ReadHeat.from(KafkaCluster.at("localhost:1")))))
        .hasMessageContaining("withGroup");
  }

  @Test
  void keepsTimestampsAndWindowsOfInput() {
    RawReading good = RawReading.of(HeatJson.write(Readings.at(TIME, 3).reading()), 0, 3, TIME);
    RawReading bad = RawReading.of("{}".getBytes(StandardCharsets.UTF_8), 0, 4, TIME);

    Result<PCollection<ReceivedReading>, DeadLetter> parsed =
        pipeline
            .apply(
                TestStream.create(RecordCoder.of(RawReading.class))
                    .addElements(at(good, 10_000))
                    .advanceWatermarkTo(Instant.ofEpochMilli(60_000))
                    .addElements(at(bad, 70_000))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(MINUTE)))
            .apply(HeatIO.parse());
    Result<PCollection<ScoredReading>, DeadLetter> scored =
        parsed.output().apply(HeatIO.score(MODEL.toString()));

    PAssert.that(scored.output()).inWindow(minute(0)).satisfies(hasSize(1));
    PAssert.that(scored.output().apply(Reify.timestamps()))
        .satisfies(
            all -> {
              assertThat(all)
                  .extracting(TimestampedValue::getTimestamp)
                  .containsExactly(Instant.ofEpochMilli(10_000));
              return null;
            });
    PAssert.that(parsed.failures())
        .inWindow(minute(1))
        .satisfies(
            all -> {
              DeadLetter deadLetter = all.iterator().next();
              assertThat(deadLetter.code()).isEqualTo(ErrorCode.SCHEMA);
              assertThat(deadLetter.position()).isEqualTo(new SourceOffset(0, 4));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void scoresReadingWithModelAndVersion() throws Exception {
    SohModel model = ModelStore.load(ModelStore.localFolder(MODEL));
    ReceivedReading reading = Readings.at(TIME, 1);

    PAssert.that(
            pipeline
                .apply(Create.of(reading))
                .apply(HeatIO.score(MODEL.toString()))
                .failuresTo(new ArrayList<>()))
        .containsInAnyOrder(new ScoredReading(reading, model.score(reading.reading()), "1"));
    pipeline.run().waitUntilFinish();
  }

  /** Writes 120 readings without offsets in two runs. */
  @Test
  void storesReadingsWithoutOffsetsOnce() throws IOException {
    List<RawReading> raw =
        IntStream.range(0, 120)
            .mapToObj(i -> RawReading.of(HeatJson.write(Readings.at(TIME + i * 500L, i).reading())))
            .toList();
    for (int run = 0; run < 2; run++) {
      pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
      PCollection<ReceivedReading> stored =
          pipeline
              .apply(Create.of(raw))
              .apply(HeatIO.parse())
              .failuresTo(new ArrayList<>())
              .apply(WarehouseIO.write(WriteWarehouse.to(folder.toString())))
              .failuresTo(new ArrayList<>());
      PAssert.that(stored).satisfies(hasSize(120));
      pipeline.run().waitUntilFinish();
    }

    assertThat(ParquetRows.all(folder))
        .extracting(row -> row.get("r_active_power"))
        .doesNotHaveDuplicates()
        .hasSize(120);
  }

  @Test
  void outputsStoredReadingsAndMergesClosedWindow() throws IOException {
    PCollection<ReceivedReading> stored =
        pipeline
            .apply(
                TestStream.create(ReceivedReadingCoder.of())
                    .addElements(at(Readings.at(TIME, 1), 10_000), at(Readings.at(TIME, 2), 70_000))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(MINUTE)))
            .apply(WarehouseIO.write(WriteWarehouse.to(folder.toString())))
            .failuresTo(new ArrayList<>());

    PAssert.that(stored).inWindow(minute(0)).containsInAnyOrder(Readings.at(TIME, 1));
    PAssert.that(stored).inWindow(minute(1)).containsInAnyOrder(Readings.at(TIME, 2));
    pipeline.run().waitUntilFinish();
    assertThat(ParquetRows.all(folder)).hasSize(2);
  }

  /** One bundle has more readings than are buffered, and every tenth is refused. */
  @Test
  void largeBundleOutputsStoredAndDeadLetters() {
    PCollectionTuple written =
        StoreElements.in(
            new Picky(),
            pipeline
                .apply(Create.of("one"))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(ReceivedReading.class))
                        .via(
                            any ->
                                IntStream.range(0, 25_000)
                                    .mapToObj(i -> Readings.at(TIME, i))
                                    .toList()))
                .apply(ParDo.of(new Shuffled()))
                .apply(Window.into(FixedWindows.of(MINUTE))),
            STORED,
            each -> ParsedBatch.of(List.of(each)).withScores(List.of(), List.of()));

    PAssert.that(written.get(STORED).apply("Stored", Window.into(new GlobalWindows())))
        .satisfies(hasSize(22_500));
    PAssert.that(
            written
                .get(StoreElements.REJECTED)
                .apply(Reify.timestamps())
                .apply("Rejected", Window.into(new GlobalWindows())))
        .satisfies(
            all -> {
              assertThat(all)
                  .hasSize(2_500)
                  .allMatch(
                      deadLetter ->
                          deadLetter
                              .getTimestamp()
                              .equals(Shuffled.timeOf(deadLetter.getValue().position())));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void coderRoundTripsRawReading() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(RawReading.class), RawReading.of("{}"));
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(RawReading.class), RawReading.of(null, 3, Long.MAX_VALUE, -1));
    CoderProperties.coderSerializable(RecordCoder.of(RawReading.class));
  }

  private static <T> TimestampedValue<T> at(T value, long millis) {
    return TimestampedValue.of(value, Instant.ofEpochMilli(millis));
  }

  private static IntervalWindow minute(int number) {
    return new IntervalWindow(Instant.ofEpochMilli(number * 60_000L), MINUTE);
  }

  private static <T> SerializableFunction<Iterable<T>, Void> hasSize(int size) {
    return all -> {
      assertThat(all).hasSize(size);
      return null;
    };
  }

  /** Outputs readings with timestamps that are not in event-time order. */
  private static final class Shuffled extends DoFn<ReceivedReading, ReceivedReading> {
    @ProcessElement
    public void process(@Element ReceivedReading reading, OutputReceiver<ReceivedReading> output) {
      output.outputWithTimestamp(reading, timeOf(reading.position()));
    }

    static Instant timeOf(SourceOffset position) {
      return Instant.ofEpochMilli(position.offset() * 7919 % 25_000);
    }
  }

  /** Refuses every tenth reading. */
  private static final class Picky implements Sink {
    private static final long serialVersionUID = 1;

    @Override
    public Writer open() {
      return new Writer() {
        private final List<ReceivedReading> written = new ArrayList<>();

        @Override
        public void start() {
          written.clear();
        }

        @Override
        public void write(ScoredBatch batch) {
          written.addAll(batch.readings());
        }

        @Override
        public Acknowledgement flush() {
          assertThat(written).hasSizeLessThanOrEqualTo(10_000);
          return new Acknowledgement(
              written.stream()
                  .filter(each -> each.position().offset() % 10 == 0)
                  .map(
                      each ->
                          new DeadLetter(new byte[0], ErrorCode.SINK, "tenth", each.position(), 1))
                  .toList(),
              Set.of());
        }
      };
    }
  }
}
