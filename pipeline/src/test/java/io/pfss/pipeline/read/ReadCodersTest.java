package io.pfss.pipeline.read;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.PositionRange;
import io.pfss.pipeline.score.StateRun;
import io.pfss.pipeline.warehouse.KeptReadings;
import io.pfss.pipeline.warehouse.KeptReadingsCoder;
import io.pfss.pipeline.warehouse.WindowShard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ReadCodersTest {
  private static final PositionRange RANGE = new PositionRange(300, 1L << 40, (1L << 40) + 5, 17);

  @Test
  void batchesOfRecordsComeBackAsTheyWere() throws Exception {
    HeatBatch batch =
        new HeatBatch(
            RANGE,
            List.of(
                new HeatRecord(1L << 40, 1_700_000_000_000L, new byte[] {1, 2}),
                new HeatRecord((1L << 40) + 4, 1_700_000_000_001L, new byte[0])));

    CoderProperties.coderDecodeEncodeEqual(HeatBatchCoder.of(), batch);
    CoderProperties.coderDecodeEncodeEqual(
        HeatBatchCoder.of(), new HeatBatch(new PositionRange(0, 0, 3, 0), List.of()));
    CoderProperties.coderSerializable(HeatBatchCoder.of());
  }

  @Test
  void claimsAndMarksComeBackAsTheyWere() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        ClaimCoder.of(), new Claim(300, 1L << 40, (1L << 40) + 5, 1_700_000_000_000L));
    CoderProperties.coderDecodeEncodeEqual(
        ClaimMark.CODER,
        new ClaimMark(
            Map.of(
                0,
                new ClaimState(-1, 0, BoundedWindow.TIMESTAMP_MIN_VALUE),
                7,
                new ClaimState(1L << 40, 17, Instant.ofEpochMilli(99)))));
    CoderProperties.coderDecodeEncodeEqual(ClaimMark.CODER, new ClaimMark(Map.of()));
    CoderProperties.coderSerializable(ClaimMark.CODER);
  }

  @Test
  void whatIsKeptComesBackAsItWas() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        KeptReadingsCoder.of(),
        new KeptReadings(
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
                    0))));
    CoderProperties.coderDecodeEncodeEqual(
        KeptReadingsCoder.of(), new KeptReadings(List.of(), List.of(), List.of()));
    CoderProperties.coderSerializable(KeptReadingsCoder.of());
  }
}
