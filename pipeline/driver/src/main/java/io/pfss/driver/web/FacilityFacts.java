// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import io.pfss.pipeline.alert.Alert;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * What is known of the facilities besides their readings, by sensor, now and later.
 *
 * @param alerts the last alert of each facility; empty if the job raises none
 * @param names of the facilities; empty text for none
 * @param isStopped whether a facility does not run
 */
public record FacilityFacts(
    Map<Long, Alert> alerts, LongFunction<String> names, LongPredicate isStopped) {
  /** Nothing is known. */
  static final FacilityFacts NONE = new FacilityFacts(Map.of(), sensor -> "", sensor -> false);
}
