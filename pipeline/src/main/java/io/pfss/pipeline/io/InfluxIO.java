// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxSink;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Writes single scored readings to InfluxDB.
 *
 * <pre>{@code
 * Result<PCollection<ScoredReading>, DeadLetter> written =
 *     scored.apply(InfluxIO.write(InfluxSink.to("http://localhost:8086")));
 * }</pre>
 */
public final class InfluxIO {
  private static final TupleTag<ScoredReading> STORED = new TupleTag<>() {};

  private InfluxIO() {}

  /**
   * Writes a point for each element, many in a request. It outputs the elements whose points
   * InfluxDB has stored, and dead letters of those that InfluxDB refuses, both with the timestamps
   * and windows of the input.
   */
  public static PTransform<
          PCollection<ScoredReading>, Result<PCollection<ScoredReading>, DeadLetter>>
      write(InfluxSink sink) {
    return PTransform.compose(
        "Write InfluxDB",
        scored ->
            Result.of(
                StoreElements.in(
                    sink,
                    scored,
                    STORED,
                    each ->
                        ParsedBatch.of(List.of(each.received()))
                            .withScores(List.of(each), List.of())),
                STORED,
                StoreElements.REJECTED));
  }
}
