// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.page;

import io.pfss.driver.alarm.AlarmAcknowledgement;
import io.pfss.driver.alarm.AlarmFacts;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.OutlookJson;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A fleet of virtual facilities as the page sees it: names, alerts, outlooks and readings. */
final class PageFleet {
  private static final long SEED = 1;
  private static final int SITE_FACILITIES = 400;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final List<ReadingGenerator> generators;
  private final Map<Long, Alert> alerts = new HashMap<>();
  private final Map<Long, byte[]> outlooks = new HashMap<>();

  PageFleet(int facilities, long nowMillis) {
    this.generators =
        LongStream.rangeClosed(1, facilities)
            .mapToObj(sensor -> new ReadingGenerator(SEED, sensor, RegimeSettings.demo()))
            .toList();
    LongStream.rangeClosed(1, facilities).forEach(sensor -> addStates(sensor, nowMillis));
  }

  /** One in 40 facilities is in 경고, two in 주의, one in 80 silent. */
  private void addStates(long sensor, long nowMillis) {
    long place = sensor * 7 % 80;
    SohState state =
        place % 40 == 3 ? SohState.WARNING : place % 20 == 9 ? SohState.CAUTION : SohState.NORMAL;
    boolean isSilent = place == 17;
    long since = nowMillis - sensor * 977 % (5 * HOUR_MILLIS) - 60_000;
    boolean isAtRisk = state == SohState.CAUTION && place > 40;
    Outlook outlook =
        new Outlook(
            sensor,
            nowMillis - 30_000,
            state == SohState.NORMAL ? 0.94 : 0.7 - sensor % 9 / 50.0,
            state.label(),
            isAtRisk ? 0.7 : 0.08,
            List.of(),
            state == SohState.NORMAL ? 0 : 12.4 + sensor % 30,
            state == SohState.NORMAL ? 1.2 : 17.9 + sensor % 30,
            3,
            state == SohState.NORMAL ? 0 : 4.6,
            state == SohState.WARNING ? "S" : "",
            "1");
    alerts.put(
        sensor,
        new Alert(
            isSilent ? AlertKind.SILENT : AlertKind.STATE,
            sensor,
            since,
            Optional.of(state),
            Optional.empty(),
            since,
            state == SohState.NORMAL ? 0.94 : 0.7 - sensor % 9 / 50.0,
            since,
            isAtRisk ? since : 0,
            outlook));
    outlooks.put(sensor, OutlookJson.write(outlook, FacilityName.UNKNOWN));
  }

  /** Returns the facilities as the catalog has them. */
  List<FacilityRecord> records() {
    return LongStream.rangeClosed(1, generators.size()).mapToObj(PageFleet::record).toList();
  }

  private static FacilityRecord record(long sensor) {
    return new FacilityRecord(
        sensor,
        Optional.of("TR-" + sensor),
        "변압기 " + sensor,
        (sensor - 1) / SITE_FACILITIES + 1 + "공장",
        OptionalDouble.of(50_000),
        NONE,
        NONE,
        sensor % 7 == 0 ? OptionalDouble.of(0.9) : NONE,
        sensor % 7 == 0 ? OptionalDouble.of(0.7) : NONE,
        true);
  }

  FacilityFacts facts(CatalogSettings catalog) {
    Map<Long, FacilityRecord> records =
        records().stream().collect(Collectors.toMap(FacilityRecord::sensorId, Function.identity()));
    return new FacilityFacts(
        alerts,
        outlooks,
        () -> records,
        sensor -> sensor % 130 == 5,
        PowerFactorRule.AI_HUB::limits,
        new Desk(),
        Optional.of(catalog));
  }

  /** Returns a point of each facility in InfluxDB's line protocol. */
  List<String> points(long millis) {
    List<String> points = new ArrayList<>();
    for (ReadingGenerator generator : generators) {
      HeatReading reading = generator.next(millis);
      PowerFactors factors = PowerFactors.of(reading);
      Alert alert = alerts.get(reading.sensorId());
      if (alert == null || alert.kind() != AlertKind.SILENT) {
        points.add(
            String.format(
                Locale.ROOT,
                "sensor_measurement,sensor_id=%d latency_ms=600i,temperature=%.2f,pf=%.4f,"
                    + "R_pf=%.4f,S_pf=%.4f,T_pf=%.4f,kvar_to_90=8.5,state=%di %d",
                reading.sensorId(),
                reading.value(Measure.TEMPERATURE),
                factors.average(),
                factors.r(),
                factors.s(),
                factors.t(),
                PowerFactorRule.AI_HUB.stateAt(factors.average()).ordinal(),
                millis));
      }
    }

    return points;
  }

  /** Returns readings of the first facilities, for the warehouse. */
  static List<ReceivedReading> readings(int facilities, long fromMillis, long toMillis) {
    List<ReceivedReading> readings = new ArrayList<>();
    for (long sensor = 1; sensor <= facilities; sensor++) {
      ReadingGenerator generator = new ReadingGenerator(SEED, sensor, RegimeSettings.demo());
      for (long millis = fromMillis; millis < toMillis; millis += 10_000) {
        readings.add(
            new ReceivedReading(
                generator.next(millis),
                new SourceOffset((int) (sensor % 4), readings.size()),
                millis + 40));
      }
    }

    return readings;
  }

  /** One in three alarms has been seen. */
  private static final class Desk implements AlarmFacts {
    @Override
    public Optional<AlarmAcknowledgement> acknowledgement(Alarm alarm) {
      return alarm.sinceMillis() % 3 == 0
          ? Optional.of(
              new AlarmAcknowledgement(
                  "kim",
                  alarm.sinceMillis(),
                  System.currentTimeMillis() + HOUR_MILLIS,
                  "콘덴서 점검 중, 14시 교체"))
          : Optional.empty();
    }

    @Override
    public Optional<URI> silenceUrl(Alarm alarm) {
      return Optional.of(
          URI.create(
              "http://127.0.0.1:9093/#/silences/new?filter=%7Bsensor_id%3D%22"
                  + alarm.sensorId().orElse(0)
                  + "%22%7D"));
    }
  }
}
