// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.RiskModel;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.OutlookTopic;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.score.ActiveModels.Served;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How outlooks are made and when a risk raises an alert.
 *
 * @param topic of the outlooks
 * @param modelFolder folder of a risk model or of one of its versions; empty for none
 * @param falseADay at most so many false alerts for each day of a facility
 */
record RiskAlarms(OutlookTopic topic, String modelFolder, double falseADay)
    implements Serializable {
  /** Without a model that says otherwise. */
  private static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Seoul");

  RiskAlarms {
    if (!(falseADay > 0)) {
      throw new IllegalArgumentException(
          "The number of false alarms a day must be more than 0: " + falseADay);
    }
  }

  /** The model that serves now. */
  Current current() {
    return new Current(
        modelFolder.isEmpty()
            ? Optional.empty()
            : Optional.of(ActiveModels.ofRisk(modelFolder).current()),
        falseADay);
  }

  /** The model for the readings of a batch. */
  record Current(Optional<Served<RiskModel>> served, double falseADay) {
    ZoneId zone() {
      return served.map(each -> each.champion().timeZone()).orElse(DEFAULT_ZONE);
    }

    Outlook outlook(long sensorId, FacilityState facility) {
      return Outlook.of(
          sensorId,
          facility,
          served.map(Served::champion).orElse(null),
          served.map(Served::version).orElse(""));
    }

    /** The probability from which on an alert is raised; 2 without a model: never. */
    double threshold() {
      return served.map(each -> each.champion().threshold(falseADay)).orElse(2.0);
    }
  }
}
