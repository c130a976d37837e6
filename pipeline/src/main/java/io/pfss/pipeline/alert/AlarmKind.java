// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kind of an {@link Alarm}. */
public enum AlarmKind {
  /** The facility is in 주의 or 경고. */
  STATE,

  /** The sensor sends nothing. */
  SILENT,

  /** The facility is at risk of 경고 within the next hour. */
  RISK,

  /** The job processes readings long after their arrival. */
  BEHIND,

  /** No sensor sends. */
  NO_READINGS,

  /** Kafka does not respond. */
  KAFKA,

  /** InfluxDB does not accept points. */
  INFLUXDB;

  /** The kinds that are alarms of a facility. */
  public static final Set<AlarmKind> OF_FACILITIES =
      Collections.unmodifiableSet(EnumSet.of(STATE, SILENT, RISK));

  /** The kinds that are alarms of the pipeline. */
  public static final Set<AlarmKind> OF_PIPELINE =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(OF_FACILITIES)));

  /** Whether an alarm of this kind is one of a facility. */
  public boolean isOfFacility() {
    return OF_FACILITIES.contains(this);
  }

  /** Returns the kind of a word in the catalog; empty if it is of a later version. */
  public static Optional<AlarmKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** Whether a kind of the catalog is one of a facility; one of a later version is not. */
  public static boolean isOfFacility(String word) {
    return find(word).map(AlarmKind::isOfFacility).orElse(false);
  }

  /** The kind in lower case, as labels and the catalog have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
