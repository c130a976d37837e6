// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.soh.ModelDescription;
import io.pfss.models.training.Split;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The training data of a model version. A facility is known by its source and its number: generated
 * facilities of another seed are others, and so are measured ones.
 *
 * @param origin of the readings
 * @param facilities by number
 * @param beforeMillis first event time that it was not trained on, in ms since the epoch
 */
record TrainedOn(String origin, Set<Long> facilities, long beforeMillis) {
  private static final Pattern GENERATED = Pattern.compile("generated: .*, (seed -?\\d+)");

  static TrainedOn of(ModelDescription description) {
    ModelDescription.Training training = description.training();
    long from = Instant.parse(training.from()).toEpochMilli();
    long to = Instant.parse(training.to()).toEpochMilli();
    double later = description.hyperparameters().getOrDefault("later_share", 0.0);
    return new TrainedOn(
        origin(training.source()),
        Set.copyOf(training.facilities()),
        description.risk() == null ? Split.cutMillis(from, to, later) : to);
  }

  /**
   * Whether the version may have been trained on a reading.
   *
   * @param source of the reading, as {@link LabelledSource#description} gives it
   */
  boolean mayContain(String source, long facility, long timeMillis) {
    return timeMillis < beforeMillis
        && facilities.contains(facility)
        && origin(source).equals(origin);
  }

  /** Files and the warehouse are one: the same readings may be in both. */
  private static String origin(String source) {
    Matcher generated = GENERATED.matcher(source);
    return generated.matches() ? generated.group(1) : "measured";
  }
}
