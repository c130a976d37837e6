// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.demo.observe.RecordCounts.Latency;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.FacilityView;
import io.pfss.driver.web.LatestReading;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.outlook.Outlook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTallyTest {
  private static final long T0 = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(T0 + 60_000), ZoneOffset.UTC);

  private static final SinkRecords RECORDS = SinkRecords.DEFAULT;

  private final RecordTally tally =
      new RecordTally("heat", "heat_pf", Map.of(0, 100L, 1, 100L), CLOCK);

  @Test
  void countsDuplicatesSeparately() {
    add(
        score(0, 100, 1, T0, "\"정상\""),
        score(0, 101, 2, T0, "\"주의\""),
        score(1, 100, 3, T0, "\"경고\""),
        score(1, 101, 4, T0, "null"),
        score(0, 100, 1, T0, "\"정상\""),
        score(0, 100, 1, T0, "\"정상\""));

    assertThat(tally.counts())
        .isEqualTo(
            new RecordCounts(
                0,
                4,
                0,
                2,
                0,
                1,
                Map.of(SohState.NORMAL, 1L, SohState.CAUTION, 1L, SohState.WARNING, 1L),
                4,
                T0,
                Map.of(),
                0,
                Optional.of(new Latency(10, 10))));
  }

  @Test
  void countsReadingsFromBeforeTheRunSeparately() {
    add(score(0, 99, 1, T0, "\"정상\""), score(0, 100, 1, T0 + 5_000, "\"정상\""));

    assertThat(tally.counts().scored()).isEqualTo(1);
    assertThat(tally.counts().earlier()).isEqualTo(1);
    assertThat(tally.counts().sensorTimes()).isEqualTo(2);
  }

  @Test
  void ignoresOffsetsWithoutReadings() {
    add(reading(0, 100), reading(0, 102), reading(0, 104), reading(1, 100));

    assertThat(tally.counts().readings()).isEqualTo(4);
    assertThat(tally.readingsBetween(0, 101, 104)).isEqualTo(1);
    assertThat(tally.readingsBetween(0, 104, 101)).isZero();
    assertThat(tally.readingsBetween(2, 100, 200)).isZero();
  }

  @Test
  void excludesReadingsThatNoSinkHas() {
    add(reading(0, 100), reading(0, 101), reading(0, 102), reading(0, 103), reading(0, 104));
    add(score(0, 102, 1, T0, "null"), dead(0, 103, "SCHEMA"));

    assertThat(tally.exclude(0, 101)).isEqualTo(2);
    assertThat(tally.counts().readings()).isEqualTo(3);
    assertThat(tally.exclude(0, 101)).isZero();
    assertThat(tally.exclude(0, 100)).isEqualTo(1);
  }

  @Test
  void countsAReadingSentTwiceAsOnePoint() {
    add(score(0, 100, 1, T0, "\"정상\""), score(0, 101, 1, T0, "\"정상\""));

    assertThat(tally.counts().scored()).isEqualTo(2);
    assertThat(tally.counts().sensorTimes()).isEqualTo(1);
  }

  @Test
  void expectsOnlyPointsWithinInfluxRetention() {
    long expired = T0 - Duration.ofHours(25).toMillis();
    add(score(0, 100, 1, expired, "\"정상\""), score(0, 101, 1, T0, "\"정상\""));

    assertThat(tally.counts().sensorTimes()).isEqualTo(1);
    assertThat(tally.counts().sensorTimesFromMillis())
        .isEqualTo(T0 - Duration.ofHours(23).toMillis());
  }

  @Test
  void countsInvalidScores() {
    ConsumerRecord<byte[], byte[]> foreign =
        record(new ProducerRecord<>("heat_pf", SinkRecords.bytes("{}")), T0);
    ProducerRecord<byte[], byte[]> bad = RECORDS.record("heat_pf", 0, 100, "1", "{\"pf\":");
    ProducerRecord<byte[], byte[]> otherTopic = RECORDS.score(0, 100, 1, T0, "\"정상\"");
    otherTopic.headers().add("source_topic", SinkRecords.bytes("other"));
    ProducerRecord<byte[], byte[]> negative = RECORDS.score(0, -1, 1, T0, "\"정상\"");

    add(foreign, record(bad, T0), record(otherTopic, T0), record(negative, T0));

    assertThat(tally.counts().unidentified()).isEqualTo(4);
    assertThat(tally.counts().scored()).isZero();
  }

  @Test
  void countsDeadLettersByCode() {
    add(
        dead(0, 100, "MALFORMED"),
        dead(0, 100, "MALFORMED"),
        dead(0, 101, "SCHEMA"),
        dead(0, 102, "SINK"),
        dead(0, 102, "SINK"),
        dead(0, 99, "SCHEMA"),
        record(new ProducerRecord<>("heat_dlq", SinkRecords.bytes("{")), T0));

    RecordCounts counts = tally.counts();
    assertThat(counts.deadByCode()).isEqualTo(Map.of("MALFORMED", 1L, "SCHEMA", 1L));
    assertThat(counts.dead()).isEqualTo(2);
    assertThat(counts.refused()).isEqualTo(1);
    assertThat(counts.unidentified()).isEqualTo(1);
  }

  @Test
  void measuresLatencyToTheFirstScoreOfAReading() {
    for (int i = 0; i < 100; i++) {
      add(record(RECORDS.score(0, 100 + i, 1, T0 + i, "\"정상\""), T0 + i + (i < 98 ? 200 : 900)));
    }

    add(record(RECORDS.score(0, 100, 1, T0, "\"정상\""), T0 + 50_000));

    assertThat(tally.counts().latency()).contains(new Latency(200, 900));
  }

  @Test
  void countsFutureEventsAsZeroLatency() {
    add(record(RECORDS.score(0, 100, 1, T0 + 7_000, "\"정상\""), T0));

    assertThat(tally.counts().latency()).contains(new Latency(0, 0));
  }

  @Test
  void returnsASensorsLatestReadingByEventTime() {
    add(score(0, 100, 1, T0 + 5_000, "\"경고\""), score(0, 101, 1, T0, "\"정상\""));

    assertThat(tally.worst(20, FacilityFacts.NONE))
        .extracting(FacilityView::reading)
        .containsExactly(
            new LatestReading(
                1,
                T0 + 5_000,
                21.5,
                new PowerFactors(0.9, 0.91, Double.NaN, -0.93),
                Optional.of(SohState.WARNING),
                0.25,
                12.5));
  }

  @Test
  void returnsTheWorstSensors() {
    add(
        score(0, 100, 1, T0, "\"정상\""),
        score(0, 101, 2, T0, "null"),
        score(0, 102, 3, T0, "\"주의\""),
        score(0, 103, 4, T0, "\"경고\""),
        score(0, 104, 5, T0, "\"경고\""));

    assertThat(tally.worst(4, FacilityFacts.NONE))
        .extracting(each -> each.reading().sensorId())
        .containsExactly(4L, 5L, 3L, 2L);
    assertThat(tally.worst(0, FacilityFacts.NONE)).isEmpty();
    assertThat(tally.sensorCount()).isEqualTo(5);
  }

  @Test
  void theHeldStateCountsAndNotTheLastReading() {
    add(score(0, 100, 1, T0, "\"경고\""), score(0, 101, 2, T0, "\"주의\""));
    Alert silent =
        new Alert(
            AlertKind.SILENT,
            1,
            T0 + 30_000,
            Optional.of(SohState.NORMAL),
            Optional.empty(),
            T0,
            Double.NaN,
            T0,
            0,
            Outlook.unknown(1));

    assertThat(tally.worst(20, FacilityFacts.of(Map.of(1L, silent))))
        .extracting(FacilityView::title)
        .containsExactly("주의 caution", "무응답 silent");
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private void add(ConsumerRecord<byte[], byte[]>... records) {
    tally.add(Arrays.asList(records));
  }

  private static ConsumerRecord<byte[], byte[]> score(
      int partition, long offset, long sensor, long eventTimeMillis, String pred) {
    return record(
        RECORDS.score(partition, offset, sensor, eventTimeMillis, pred), eventTimeMillis + 10);
  }

  private static ConsumerRecord<byte[], byte[]> reading(int partition, long offset) {
    return new ConsumerRecord<>("heat", partition, offset, null, SinkRecords.bytes("a reading"));
  }

  private static ConsumerRecord<byte[], byte[]> dead(int partition, long offset, String code) {
    return record(RECORDS.deadLetter(partition, offset, code), T0);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      ProducerRecord<byte[], byte[]> sent, long timestamp) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        timestamp,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        new RecordHeaders(sent.headers()),
        Optional.empty());
  }
}
