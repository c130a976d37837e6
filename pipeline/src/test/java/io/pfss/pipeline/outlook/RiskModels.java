// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.facility.RiskModel.AlarmRate;
import io.pfss.models.facility.RiskModel.Knot;
import io.pfss.models.facility.RiskModel.Term;
import io.pfss.models.soh.GoldenRisk;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A risk model for tests: the lower the power factor of the last 5 minutes, the more risk. */
public final class RiskModels {
  /** Its risk is 0.5 at a power factor of 0.8, and 0.95 at about 0.65. */
  public static final RiskModel MODEL =
      new RiskModel(
          "Asia/Seoul",
          0.6,
          60,
          RiskInput.ALL.stream()
              .map(
                  input -> new Term(input.label(), 0.2, 0.05, input == RiskInput.DEFICIT_5 ? 1 : 0))
              .toList(),
          0,
          List.of(new Knot(-3, 0.05), new Knot(3, 0.95)),
          List.of(new AlarmRate(0.25, 0.9)));

  private RiskModels() {}

  /** Saves the model and returns the folder of its version. */
  public static Path save(Path root, String version) throws IOException {
    GoldenRisk golden = new GoldenRisk("Asia/Seoul", List.of(new double[] {1, 1, 3, 4}), 0);
    return ModelStore.save(
        root,
        new ModelDescription(
            1,
            "risk",
            version,
            "2026-01-01T00:00:00Z",
            List.of(),
            List.of(),
            null,
            Map.of(),
            null,
            Map.of(),
            null,
            MODEL,
            Map.of()),
        List.of(
            new GoldenRisk(golden.zone(), golden.minutes(), MODEL.probability(golden.inputs()))));
  }
}
