// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.PhasePowers;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinute;
import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.element.WindowShard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.VarInt;
import org.apache.kafka.common.Uuid;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ReadCodersTest {
  private static final OffsetRange RANGE = new OffsetRange(300, 1L << 40, (1L << 40) + 5, 17);

  @Test
  void roundTripsBatches() throws Exception {
    HeatBatch batch =
        new HeatBatch(
            RANGE,
            List.of(
                new HeatRecord(1L << 40, 1_700_000_000_000L, new byte[] {1, 2}),
                new HeatRecord((1L << 40) + 4, 1_700_000_000_001L, new byte[0])));

    CoderProperties.coderDecodeEncodeEqual(RecordCoder.of(HeatBatch.class), batch);
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(HeatBatch.class), new HeatBatch(new OffsetRange(0, 0, 3, 0), List.of()));
    CoderProperties.coderSerializable(RecordCoder.of(HeatBatch.class));
  }

  @Test
  void roundTripsHintsAndCheckpoints() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(RangeHint.class),
        new RangeHint(300, 1L << 40, (1L << 40) + 5, 1_700_000_000_000L));
    CoderProperties.coderDecodeEncodeEqual(
        SourceCheckpoint.CODER,
        new SourceCheckpoint(
            Uuid.randomUuid(),
            Map.of(
                0,
                new PartitionProgress(-1, 0, BoundedWindow.TIMESTAMP_MIN_VALUE),
                7,
                new PartitionProgress(1L << 40, 17, Instant.ofEpochMilli(99)))));
    CoderProperties.coderDecodeEncodeEqual(
        SourceCheckpoint.CODER, new SourceCheckpoint(null, Map.of()));
    CoderProperties.coderSerializable(SourceCheckpoint.CODER);
  }

  @Test
  void hintOfAnotherProcessHasSameAge() throws Exception {
    long ageNanos = TimeUnit.SECONDS.toNanos(50);
    ByteArrayOutputStream mark = new ByteArrayOutputStream();
    for (long number : new long[] {-3, 42, ageNanos - 7, 0, 0, 1, 3, 1L << 40, -7, 99}) {
      VarInt.encode(number, mark);
    }

    long before = System.nanoTime();
    PartitionProgress state =
        CoderUtils.decodeFromByteArray(SourceCheckpoint.CODER, mark.toByteArray())
            .partitions()
            .get(3);
    assertThat(state.until()).isEqualTo(1L << 40);
    assertThat(state.hintedAtNanos() - before + ageNanos).isBetween(0L, System.nanoTime() - before);
    assertThat(state.watermark()).isEqualTo(Instant.ofEpochMilli(99));
  }

  @Test
  void hintInFirstFormatHasTimeOfRestore() throws Exception {
    ByteArrayOutputStream mark = new ByteArrayOutputStream();
    for (long number : new long[] {1, 3, 1L << 40, 1_700_000_000_000L, 99}) {
      VarInt.encode(number, mark);
    }

    long before = System.nanoTime();
    PartitionProgress state =
        CoderUtils.decodeFromByteArray(SourceCheckpoint.CODER, mark.toByteArray())
            .partitions()
            .get(3);
    assertThat(state.until()).isEqualTo(1L << 40);
    assertThat(state.hintedAtNanos()).isBetween(before, System.nanoTime());
    assertThat(state.watermark()).isEqualTo(Instant.ofEpochMilli(99));
  }

  @Test
  void roundTripsDelivery() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(Delivery.class),
        new Delivery(
            List.of(RANGE),
            List.of(new WindowShard(60_000, 120_000, 3)),
            List.of(
                new StateRun(
                    -7, Optional.of(SohState.WARNING), 0.5, 1_000, 6_000, 1_700_000_000_000L),
                new StateRun(
                    1L << 40,
                    Optional.empty(),
                    Double.NaN,
                    1_700_000_000_000L,
                    1_700_000_000_005L,
                    0)),
            List.of(
                new FacilityMinute(
                    -7,
                    new MinuteSums(29_000_000, 12, 1.5, -2, new PhasePowers(1, 2, 3, 4, 5, 6))))));
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(Delivery.class), Delivery.of(List.of(), List.of()));
    CoderProperties.coderSerializable(RecordCoder.of(Delivery.class));
  }
}
