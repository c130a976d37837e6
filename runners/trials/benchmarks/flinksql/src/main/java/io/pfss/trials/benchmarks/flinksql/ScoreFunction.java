// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.flinksql;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * Scores a reading with PFSS's model, in one row. A scalar function would be computed anew for each
 * field of its result that a query selects.
 */
@FunctionHint(
    output =
        @DataTypeHint(
            "ROW<pf DOUBLE, R_pf DOUBLE, S_pf DOUBLE, T_pf DOUBLE, pred STRING,"
                + " proba ARRAY<DOUBLE>, model STRING>"))
public final class ScoreFunction extends TableFunction<Row> {
  private static final long serialVersionUID = 1;

  /** No sensor and no time changes a score. */
  private static final long ANY = 0;

  private final String folder;

  private transient @Nullable SohModel loaded;

  /**
   * Creates the function.
   *
   * @param folder the model's folder
   */
  public ScoreFunction(String folder) {
    this.folder = folder;
  }

  @Override
  public void open(FunctionContext context) throws IOException, InvalidModelException {
    loaded = ModelStore.load(ModelStore.localFolder(Path.of(folder)));
  }

  /** Scores a reading; powers in W and var, the temperature in °C. */
  public void eval(
      @Nullable Double temperature,
      @Nullable Double activePower,
      @Nullable Double reactivePower,
      @Nullable Double activePowerR,
      @Nullable Double reactivePowerR,
      @Nullable Double activePowerS,
      @Nullable Double reactivePowerS,
      @Nullable Double activePowerT,
      @Nullable Double reactivePowerT) {
    HeatReading.Builder reading = HeatReading.builder(ANY, ANY);
    set(reading, Measure.TEMPERATURE, temperature);
    set(reading, Measure.ACTIVE_POWER_AVG, activePower);
    set(reading, Measure.REACTIVE_POWER_AVG, reactivePower);
    set(reading, Measure.R_ACTIVE_POWER, activePowerR);
    set(reading, Measure.R_REACTIVE_POWER, reactivePowerR);
    set(reading, Measure.S_ACTIVE_POWER, activePowerS);
    set(reading, Measure.S_REACTIVE_POWER, reactivePowerS);
    set(reading, Measure.T_ACTIVE_POWER, activePowerT);
    set(reading, Measure.T_REACTIVE_POWER, reactivePowerT);
    SohModel model = Objects.requireNonNull(loaded, "open comes first");
    SohScore score = model.score(reading.build());
    PowerFactors powerFactors = score.powerFactors();
    collect(
        Row.of(
            known(powerFactors.average()),
            known(powerFactors.r()),
            known(powerFactors.s()),
            known(powerFactors.t()),
            score.state().map(SohState::label).orElse(null),
            score.state().isPresent() ? probabilities(score) : null,
            model.version()));
  }

  private static Double[] probabilities(SohScore score) {
    return SohState.ALL.stream().map(score::probability).toArray(Double[]::new);
  }

  private static void set(HeatReading.Builder reading, Measure measure, @Nullable Double value) {
    if (value != null) {
      reading.set(measure, value);
    }
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
