// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.facility.MinuteSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up the powers of each facility in each minute, in the order of arrival. Not thread-safe. */
public final class FacilityMinutes {
  private final Map<Long, MinuteSums> latest = new HashMap<>();
  private final List<FacilityMinute> ended = new ArrayList<>();

  /** Adds the readings of a scored batch, in offset order. */
  public void add(ScoredBatch batch) {
    for (ReceivedReading received : batch.readings()) {
      add(received.reading().sensorId(), MinuteSums.of(received.reading(), received.timeMillis()));
    }
  }

  /** Returns all minutes so far; those of a facility in the order of arrival. */
  public List<FacilityMinute> all() {
    List<FacilityMinute> all = new ArrayList<>(ended);
    latest.forEach((sensorId, sums) -> all.add(new FacilityMinute(sensorId, sums)));
    return all;
  }

  private void add(long sensorId, MinuteSums part) {
    if (part.readings() == 0) {
      return;
    }

    MinuteSums before = latest.get(sensorId);
    if (before != null && before.minute() != part.minute()) {
      ended.add(new FacilityMinute(sensorId, before));
      before = null;
    }

    latest.put(sensorId, before == null ? part : before.plus(part));
  }
}
