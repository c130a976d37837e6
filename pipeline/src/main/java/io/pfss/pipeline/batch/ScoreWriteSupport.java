package io.pfss.pipeline.batch;

import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.warehouse.RowWriteSupport;
import io.pfss.pipeline.warehouse.TableColumns;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;

/** Writes scores as rows of {@link ScoreTable}. */
final class ScoreWriteSupport extends RowWriteSupport<ScoredReading> {
  private static final MessageType ROW =
      TableColumns.of(ScoreTable.SCHEMA, LogicalTypeAnnotation.TimeUnit.MICROS, "score");

  private static final int SENSOR_ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int TEMPERATURE = 2;
  private static final int PF = 3;
  private static final int R_PF = 4;
  private static final int S_PF = 5;
  private static final int T_PF = 6;
  private static final int STATE = 7;
  private static final int FIRST_PROBABILITY = 8;
  private static final int MODEL = 11;
  private static final int PARTITION = 12;
  private static final int OFFSET = 13;

  private final Binary model;

  /** Writes scores of a model. */
  ScoreWriteSupport(String model) {
    super(ROW);
    this.model = Binary.fromString(model);
  }

  @Override
  protected void addColumns(ScoredReading scored) {
    ReceivedReading received = scored.received();
    addLong(SENSOR_ID, received.reading().sensorId());
    addLong(EVENT_TIME, TimeUnit.MILLISECONDS.toMicros(received.reading().eventTimeMillis()));
    addScore(scored.score());
    addBinary(MODEL, model);
    addInt(PARTITION, received.position().partition());
    addLong(OFFSET, received.position().offset());
  }

  private void addScore(SohScore score) {
    PowerFactors powerFactors = score.powerFactors();
    addIfKnown(TEMPERATURE, score.temperature());
    addIfKnown(PF, powerFactors.average());
    addIfKnown(R_PF, powerFactors.r());
    addIfKnown(S_PF, powerFactors.s());
    addIfKnown(T_PF, powerFactors.t());
    if (score.state().isPresent()) {
      addInt(STATE, score.state().get().ordinal());
      for (SohState state : SohState.ALL) {
        addIfKnown(FIRST_PROBABILITY + state.ordinal(), score.probability(state));
      }
    }
  }
}
