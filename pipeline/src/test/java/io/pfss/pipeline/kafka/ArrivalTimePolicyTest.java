package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalTimePolicyTest {
  private static final Duration ALLOWANCE = Duration.standardSeconds(2);
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final ArrivalTimePolicy<byte[], byte[]> policy =
      new ArrivalTimePolicy<>(ALLOWANCE, Optional.empty());

  @Test
  void theWatermarkFollowsTheArrivalLessTheAllowance() {
    assertThat(policy.getTimestampForRecord(backlog(5), record(LONG_AGO))).isEqualTo(LONG_AGO);
    assertThat(policy.getWatermark(backlog(5))).isEqualTo(LONG_AGO.minus(ALLOWANCE));
  }

  @Test
  void theWatermarkNeverGoesBack() {
    policy.getTimestampForRecord(backlog(5), record(LONG_AGO));
    policy.getTimestampForRecord(backlog(5), record(LONG_AGO.minus(10_000)));

    assertThat(policy.getWatermark(backlog(5))).isEqualTo(LONG_AGO.minus(ALLOWANCE));
  }

  @Test
  void aPartitionThatNeverHadARecordFollowsTheClock() {
    assertThat(policy.getWatermark(backlog(-1))).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(policy.getWatermark(backlog(0))).isEqualTo(CHECKED.minus(ALLOWANCE));
  }

  @Test
  void aPartitionWithABacklogWaitsForIt() {
    policy.getTimestampForRecord(backlog(1), record(LONG_AGO));

    assertThat(policy.getWatermark(backlog(1))).isEqualTo(LONG_AGO.minus(ALLOWANCE));
    assertThat(policy.getWatermark(backlog(0))).isEqualTo(CHECKED.minus(ALLOWANCE));
  }

  @Test
  void aRecordFromTheFutureDoesNotMakeTheOthersLate() {
    policy.getTimestampForRecord(backlog(1), record(Instant.now().plus(Duration.standardDays(9))));

    assertThat(policy.getWatermark(backlog(1))).isLessThanOrEqualTo(Instant.now().minus(ALLOWANCE));
  }

  @Test
  void aRestartGoesOnFromTheCheckpointsWatermark() {
    ArrivalTimePolicy<byte[], byte[]> resumed =
        new ArrivalTimePolicy<>(ALLOWANCE, Optional.of(LONG_AGO));

    assertThat(resumed.getWatermark(backlog(7))).isEqualTo(LONG_AGO);
  }

  private static final Instant CHECKED = Instant.parse("2024-01-01T00:00:00Z");

  private static TimestampPolicy.PartitionContext backlog(long records) {
    return new TimestampPolicy.PartitionContext() {
      @Override
      public long getMessageBacklog() {
        return records;
      }

      @Override
      public Instant getBacklogCheckTime() {
        return CHECKED;
      }
    };
  }

  private static KafkaRecord<byte[], byte[]> record(Instant arrival) {
    return new KafkaRecord<>(
        "heat",
        0,
        0,
        arrival.getMillis(),
        KafkaTimestampType.LOG_APPEND_TIME,
        new RecordHeaders(),
        null,
        new byte[0]);
  }
}
