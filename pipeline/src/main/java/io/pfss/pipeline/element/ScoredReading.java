// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.soh.SohScore;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A reading with its score.
 *
 * @param received the reading and its origin
 * @param score the power factors and the state of health
 * @param model the version of the model
 * @param outlook the latest outlook of the facility, of before the reading
 */
@DefaultCoder(ScoredReadingCoder.class)
public record ScoredReading(
    ReceivedReading received, SohScore score, String model, LatestOutlook outlook) {
  public ScoredReading {
    Objects.requireNonNull(received, "received");
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(outlook, "outlook");
  }

  /** A reading of a facility of whose next hour nothing is known. */
  public ScoredReading(ReceivedReading received, SohScore score, String model) {
    this(received, score, model, LatestOutlook.UNKNOWN);
  }
}
