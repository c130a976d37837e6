// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.examples;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.io.HeatIO;
import io.pfss.pipeline.io.InfluxIO;
import io.pfss.pipeline.io.RawReading;
import io.pfss.pipeline.io.WarehouseIO;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Scores readings in files with one JSON object per line. Errors of invalid lines are written to a
 * file too.
 */
final class ScoreFiles {
  private ScoreFiles() {}

  static void addTo(
      Pipeline pipeline,
      String files,
      String rejected,
      String model,
      InfluxSink influx,
      WriteWarehouse warehouse) {
    List<PCollection<DeadLetter>> dead = new ArrayList<>();
    PCollection<ReceivedReading> readings =
        pipeline
            .apply(TextIO.read().from(files))
            .apply(MapElements.into(TypeDescriptor.of(RawReading.class)).via(RawReading::of))
            .apply(HeatIO.parse())
            .failuresTo(dead);
    readings.apply(WarehouseIO.write(warehouse)).failuresTo(dead);
    PCollection<ScoredReading> scored = readings.apply(HeatIO.score(model)).failuresTo(dead);
    scored.apply(InfluxIO.write(influx)).failuresTo(dead);
    PCollectionList.of(dead)
        .apply(Flatten.pCollections())
        .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message))
        .apply(TextIO.write().to(rejected));
  }
}
