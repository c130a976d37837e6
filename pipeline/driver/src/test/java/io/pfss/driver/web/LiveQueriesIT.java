// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.support.Secret;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.SharedServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live view's queries against a real InfluxDB. */
@ExtendWith(SharedServers.class)
class LiveQueriesIT {
  private static final Instant NOW = Instant.ofEpochMilli(System.currentTimeMillis());

  @Test
  void aClockAheadDoesNotHideLaterReadings(InfluxServer server) throws Exception {
    InfluxLines.to(
            InfluxAddress.at(server.url().toString()),
            new InfluxDestination.Database(
                "live_queries", "pfss_24h", "", Secret.inEnvironment("PFSS_INFLUX_PASSWORD")))
        .write(
            List.of(
                point(7, Duration.ofHours(23), SohState.NORMAL),
                point(7, Duration.ofSeconds(-5), SohState.WARNING),
                point(8, Duration.ofSeconds(3), SohState.CAUTION),
                point(9, Duration.ofHours(-2), SohState.WARNING)),
            Function.identity(),
            (line, why) -> assertThat(line).as(why).isNull());
    InfluxRows rows = new InfluxRows(InfluxAccess.at(server.url(), "live_queries"));

    Fleet fleet = Fleet.of(rows, FacilityFacts.NONE, NOW);
    assertThat(fleet.facilities())
        .extracting(each -> each.reading().sensorId())
        .containsExactly(7L, 8L);
    assertThat(fleet.facilities().get(0).state()).isEqualTo("warning");
    assertThat(fleet.newestMillis()).isEqualTo(NOW.plusSeconds(3).toEpochMilli());

    FacilitySpan asked = new FacilitySpan(7, Span.TEN_MINUTES);
    assertThat(FacilityHistory.of(rows, asked, NOW).recent())
        .singleElement()
        .satisfies(row -> assertThat(row[1]).isEqualTo(0.7))
        .satisfies(row -> assertThat(row[5]).isNaN());

    List<double[]> series = Series.of(rows, List.of(7L), NOW).readings().get(7L);
    assertThat(series).hasSize(1);
    assertThat(series.get(0)[0]).isEqualTo((double) NOW.minusSeconds(5).toEpochMilli());
  }

  private static String point(long sensor, Duration fromNow, SohState state) {
    return "sensor_measurement,sensor_id="
        + sensor
        + " pf=0.7,state="
        + state.ordinal()
        + "i,latency_ms=5i "
        + NOW.plus(fromNow).toEpochMilli();
  }
}
