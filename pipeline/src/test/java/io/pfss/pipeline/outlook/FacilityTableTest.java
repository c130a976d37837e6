// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.pipeline.element.FacilityMinute;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class FacilityTableTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final int MONTH_MINUTES = 30 * 1440;

  private FacilityTable table = new FacilityTable();

  @Test
  void eachFacilityHasTheStateOfItsOwnMinutes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<FacilityState> expected = new ArrayList<>();
    for (int sensor = 0; sensor < 40; sensor++) {
      expected.add(new FacilityState());
    }

    for (int minute = 0; minute < 100; minute++) {
      List<FacilityMinute> batch = new ArrayList<>();
      for (int sensor = 0; sensor < 40; sensor++) {
        MinuteSums sums = new MinuteSums(minute, 1, random.nextDouble(), random.nextDouble());
        batch.add(new FacilityMinute(sensor * 3L - 7, sums));
        expected.get(sensor).add(sums, SEOUL);
      }

      table.update(batch, 0, SEOUL, (sensor, state) -> {});
      table = decoded(encoded());
    }

    assertThat(table.size()).isEqualTo(40);
    for (int sensor = 0; sensor < 40; sensor++) {
      assertThat(table.state(sensor * 3L - 7).inputs(SEOUL))
          .isEqualTo(expected.get(sensor).inputs(SEOUL));
    }
  }

  @Test
  void aMinuteIsOverWhenALaterOneBegins() {
    List<String> over = new ArrayList<>();
    for (long minute : new long[] {5, 5, 6, 4, 9}) {
      table.update(
          List.of(minute(7, minute)),
          0,
          SEOUL,
          (sensor, state) -> over.add(sensor + " " + state.minute()));
    }

    assertThat(over).containsExactly("7 5", "7 6");
  }

  @Test
  void removesFacilitiesThatSentNothingForAMonth() {
    for (int sensor = 1; sensor <= 5; sensor++) {
      table.update(List.of(minute(sensor, sensor)), 0, SEOUL, (any, state) -> {});
    }

    table.update(List.of(minute(9, MONTH_MINUTES + 4)), 0, SEOUL, (any, state) -> {});

    long nowMillis = (MONTH_MINUTES + 4) * 60_000L;
    assertThat(table.removeOld(nowMillis)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.state(1).minute()).isEqualTo(Long.MIN_VALUE);
    for (long kept : new long[] {4, 5}) {
      assertThat(table.state(kept).minute()).isEqualTo(kept);
    }

    assertThat(table.state(9).minute()).isEqualTo(MONTH_MINUTES + 4);
    assertThat(table.removeOld(nowMillis)).isEmpty();
    assertThat(table.removeOld(0)).as("the time is unknown").isEmpty();
  }

  @Test
  void ignoresAMinuteOfMoreThanAMonthAgo() {
    long nowMillis = (MONTH_MINUTES + 4) * 60_000L;
    table.update(List.of(minute(1, 3), minute(2, 4)), nowMillis, SEOUL, (any, state) -> {});
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.removeOld(nowMillis)).isEmpty();
  }

  @Test
  void refusesDamagedBytes() throws IOException {
    table.update(List.of(minute(1, 1)), 0, SEOUL, (any, state) -> {});
    byte[] bytes = encoded();
    assertThatThrownBy(() -> decoded(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IOException.class);
    bytes[0] = (byte) 0x80;
    assertThatThrownBy(() -> decoded(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Invalid number of facilities");
    bytes[0] = 0x0F;
    assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(IOException.class);
  }

  private byte[] encoded() throws IOException {
    return CoderUtils.encodeToByteArray(FacilityTable.TableCoder.of(), table);
  }

  private static FacilityTable decoded(byte[] bytes) throws IOException {
    return FacilityTable.TableCoder.of().decode(new ByteArrayInputStream(bytes));
  }

  private static FacilityMinute minute(long sensor, long minute) {
    return new FacilityMinute(sensor, new MinuteSums(minute, 1, 3, 4));
  }
}
