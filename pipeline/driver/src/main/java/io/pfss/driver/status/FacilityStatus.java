// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import io.pfss.driver.web.FacilityView;
import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.element.LatestOutlook;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.influxdb.dto.Point;

/**
 * What operators see of a facility, as points of the measurements {@code facility_status} and
 * {@code facility_alarm}.
 *
 * @param sensorId id of its sensor
 * @param label plant id, name and site, and in the end the sensor's number, by which Grafana finds
 *     it
 * @param site name of its site; empty if unknown
 * @param page address of its page; empty if there is none
 * @param state one of {@link #STATES}, or {@link #RETIRED}
 * @param sinceMillis of the state, in ms since the epoch; 0 if unknown
 * @param outlook of its next hour
 * @param alarms its open alarms
 */
record FacilityStatus(
    long sensorId,
    String label,
    String site,
    String page,
    String state,
    long sinceMillis,
    LatestOutlook outlook,
    List<Alarm> alarms) {
  static final String STATUS = "facility_status";
  static final String ALARM = "facility_alarm";
  static final String RETIRED = "retired";

  private static final int MAX_TAG = 600;

  /**
   * The states but {@link #RETIRED}; the worse a state, the higher its index, which is its code.
   */
  static final List<String> STATES = Lists.reverse(FacilityView.STATES);

  /** A facility that is not in service: it has no alarms, and nothing else counts. */
  static FacilityStatus retired(long sensorId, String label, String site, String page) {
    return new FacilityStatus(
        sensorId, label, site, page, RETIRED, 0, LatestOutlook.UNKNOWN, List.of());
  }

  boolean isRetired() {
    return state.equals(RETIRED);
  }

  /** Returns what is known of the status. */
  SortedMap<String, Object> fields() {
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("label", label);
    fields.put("site", site);
    fields.put("page", page);
    fields.put("state", state);
    fields.put("state_code", code());
    fields.put("silent", has(AlarmKind.SILENT) ? 1L : 0L);
    fields.put("alarms", (long) alarms.size());
    if (sinceMillis != 0) {
      fields.put("since", sinceMillis);
    }

    addOutlook(fields);
    return fields;
  }

  /**
   * Returns the point of the status.
   *
   * @param change by how much the code of the state rose in this point
   */
  String statusLine(long change, long timeMillis) {
    SortedMap<String, Object> fields = fields();
    fields.put("change", change);
    return line(
        Point.measurement(STATUS).tag("sensor_id", Long.toString(sensorId)), fields, timeMillis);
  }

  /** Returns a point for each open alarm. Names are tags here, as alert rules read only tags. */
  List<String> alarmLines(long timeMillis) {
    return alarms.stream().map(alarm -> alarmLine(alarm, timeMillis)).toList();
  }

  /** A line break would end the line, and a backslash at the end would hide what comes next. */
  private static String tag(String name) {
    return SafeText.of(name, MAX_TAG).replaceFirst("\\\\+$", "");
  }

  boolean has(AlarmKind kind) {
    return alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
  }

  private String alarmLine(Alarm alarm, long timeMillis) {
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("severity_code", alarm.severity() == AlarmSeverity.CRITICAL ? 2L : 1L);
    fields.put("since", alarm.sinceMillis());
    fields.put("state_code", code());
    addOutlook(fields);
    return line(
        Point.measurement(ALARM)
            .tag("sensor_id", Long.toString(sensorId))
            .tag("kind", alarm.kind().word())
            .tag("label", tag(label))
            .tag("site", tag(site))
            .tag("page", page),
        fields,
        timeMillis);
  }

  /** Returns the index of the state; -1 if retired. */
  long code() {
    return STATES.indexOf(state);
  }

  private void addOutlook(Map<String, Object> fields) {
    if (!Double.isNaN(outlook.risk())) {
      fields.put("risk_60m", outlook.risk());
    }

    if (!Double.isNaN(outlook.kvarTo90())) {
      fields.put("kvar_to_90", outlook.kvarTo90());
    }
  }

  private static String line(Point.Builder point, Map<String, Object> fields, long timeMillis) {
    return point
        .fields(fields)
        .time(timeMillis, TimeUnit.MILLISECONDS)
        .build()
        .lineProtocol(TimeUnit.MILLISECONDS);
  }
}
