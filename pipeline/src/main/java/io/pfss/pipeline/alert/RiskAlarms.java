// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.OutlookTopic;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.score.ActiveModels.Served;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Returns the model that serves now, for the readings of a batch. */
  Current current() {
    if (modelFolder.isEmpty()) {
      return new Current(null, "", DEFAULT_ZONE, Double.POSITIVE_INFINITY);
    }

    Served<RiskModel> served = ActiveModels.ofRisk(modelFolder).current();
    RiskModel model = served.champion();
    return new Current(model, served.version(), model.timeZone(), model.threshold(falseADay));
  }

  /**
   * The model for the readings of a batch.
   *
   * @param model null if there is none
   * @param version of the model; empty if there is none
   * @param zone in which the days of the facilities begin
   * @param threshold probability from which on an alert is raised; infinite without a model
   */
  record Current(@Nullable RiskModel model, String version, ZoneId zone, double threshold) {
    Outlook outlook(long sensorId, FacilityState facility, Optional<StateLimits> limits) {
      return Outlook.of(sensorId, facility, model, version, limits);
    }
  }
}
