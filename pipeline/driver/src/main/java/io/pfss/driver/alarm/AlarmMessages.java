// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.text.Message;
import io.pfss.models.text.Texts;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.outlook.Outlook;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Says what an alarm is in the labels and annotations of an alert for Alertmanager, in Korean and
 * English.
 */
final class AlarmMessages {
  static final String JOB = "job";
  static final String FACILITY = "facility";
  static final String KIND = "kind";
  static final String SEVERITY = "severity";
  static final String PIPELINE_ALERT = "PfssPipeline";

  private static final Texts ENGLISH = Texts.of(AlarmMessages.class, Locale.ROOT);
  private static final Texts KOREAN = Texts.of(AlarmMessages.class, Locale.KOREAN);

  /** Less is shown as 0.0. */
  private static final double SHOWN_KVAR = 0.05;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final String job;
  private final LongFunction<Optional<FacilityRecord>> facilities;
  private final Map<Long, Alert> last;
  private final Supplier<Optional<PageAddress>> page;

  /**
   * Creates messages.
   *
   * @param job the label that tells the alerts of this job from those of others
   * @param facilities those of the catalog by sensor
   * @param last the last alert of each sensor
   * @param page the address of the pages; empty if there are none
   */
  AlarmMessages(
      String job,
      LongFunction<Optional<FacilityRecord>> facilities,
      Map<Long, Alert> last,
      Supplier<Optional<PageAddress>> page) {
    this.job = job;
    this.facilities = facilities;
    this.last = last;
    this.page = page;
  }

  String job() {
    return job;
  }

  AlertmanagerAlert of(Alarm alarm) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put("since", time(alarm));
    describe(alarm, ENGLISH, RiskInput::english, "_en", annotations);
    describe(alarm, KOREAN, RiskInput::korean, "_ko", annotations);
    alert(alarm)
        .map(Alert::outlook)
        .ifPresent(
            outlook -> {
              if (!Double.isNaN(outlook.kvarTo90())) {
                annotations.put("kvar_to_90", Message.of("%.1f", outlook.kvarTo90()));
              }

              if (!outlook.worstPhase().isEmpty()) {
                annotations.put("phase", outlook.worstPhase());
              }
            });
    return new AlertmanagerAlert(
        labels(alarm),
        annotations,
        alarm.sinceMillis(),
        page.get().map(pages -> pageOf(pages, alarm)));
  }

  /**
   * Returns the labels, which identify the alert. Another severity is another alert, so that it can
   * have other recipients.
   */
  Map<String, String> labels(Alarm alarm) {
    Map<String, String> labels = new HashMap<>();
    labels.put(JOB, job);
    labels.put(KIND, alarm.kind().word());
    labels.put(SEVERITY, alarm.severity().word());
    if (alarm.sensorId().isEmpty()) {
      labels.put("alertname", PIPELINE_ALERT);
      return labels;
    }

    String word = alarm.kind().word();
    labels.put(
        "alertname", "Pfss" + word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    long sensor = alarm.sensorId().getAsLong();
    Optional<FacilityRecord> facility = facilities.apply(sensor);
    labels.put("sensor_id", Long.toString(sensor));
    labels.put(FACILITY, facility.map(FacilityRecord::id).orElse(Long.toString(sensor)));
    labels.put("name", facility.map(FacilityRecord::name).orElse(""));
    labels.put("site", facility.map(FacilityRecord::site).orElse(""));
    // Alertmanager drops an empty label.
    labels.values().removeIf(String::isEmpty);
    return labels;
  }

  private void describe(
      Alarm alarm,
      Texts texts,
      Function<RiskInput, String> input,
      String suffix,
      Map<String, String> annotations) {
    String kind = alarm.kind().word();
    String key = alarm.kind() == AlarmKind.STATE ? kind + "." + alarm.severity().word() : kind;
    annotations.put("summary" + suffix, texts.get(key, label(alarm)));
    annotations.put("why" + suffix, String.join("; ", why(alarm, texts, input)));
  }

  private List<String> why(Alarm alarm, Texts texts, Function<RiskInput, String> input) {
    if (!alarm.kind().isOfFacility()) {
      return List.of(texts.get("why." + alarm.kind().word()));
    } else if (alarm.kind() == AlarmKind.SILENT) {
      return List.of(texts.get("why.silent", time(alarm)));
    }

    Optional<Alert> alert = alert(alarm);
    if (alert.isEmpty()) {
      return List.of();
    }

    List<String> why = new ArrayList<>();
    Outlook outlook = alert.get().outlook();
    if (alarm.kind() == AlarmKind.RISK) {
      add(why, texts, "why.risk", 100 * outlook.risk());
      outlook.why().forEach(each -> why.add(input.apply(each)));
    } else if (alert.get().kind() == AlertKind.STATE) {
      add(why, texts, "why.pf", alert.get().powerFactor());
    }

    // In the mean of the hour, a state that has just begun may need none.
    if (outlook.kvarTo90() >= SHOWN_KVAR) {
      add(why, texts, "why.kvar", outlook.kvarTo90());
    }

    if (!outlook.worstPhase().isEmpty()) {
      why.add(texts.get("why.phase", outlook.worstPhase()));
    }

    return why;
  }

  private static void add(List<String> why, Texts texts, String key, double value) {
    if (!Double.isNaN(value)) {
      why.add(texts.get(key, value));
    }
  }

  private Optional<Alert> alert(Alarm alarm) {
    return alarm.sensorId().isPresent()
        ? Optional.ofNullable(last.get(alarm.sensorId().getAsLong()))
        : Optional.empty();
  }

  private String label(Alarm alarm) {
    if (alarm.sensorId().isEmpty()) {
      return job;
    }

    long sensor = alarm.sensorId().getAsLong();
    return facilities.apply(sensor).map(FacilityRecord::label).orElse(Long.toString(sensor));
  }

  private static String time(Alarm alarm) {
    return TIME.format(Instant.ofEpochMilli(alarm.sinceMillis()));
  }

  private static String pageOf(PageAddress pages, Alarm alarm) {
    return alarm.sensorId().isPresent()
        ? pages.facility(alarm.sensorId().getAsLong())
        : pages.overview();
  }
}
