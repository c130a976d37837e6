package io.pfss.pipeline.batch;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.score.ScoredReading;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * Writes scores as rows of {@link ScoreTable} without an object in between. A column's field id is
 * its place, from 1, as there.
 */
final class ScoreWriteSupport extends WriteSupport<ScoredReading> {
  static final MessageType ROW = row();

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

  private RecordConsumer row;

  /** Writes scores of a model. */
  ScoreWriteSupport(String model) {
    this.model = Binary.fromString(model);
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ROW, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    row = recordConsumer;
  }

  @Override
  public void write(ScoredReading scored) {
    ReceivedReading received = scored.received();
    row.startMessage();
    addLong(SENSOR_ID, received.reading().sensorId());
    addLong(EVENT_TIME, TimeUnit.MILLISECONDS.toMicros(received.reading().eventTimeMillis()));
    addScore(scored.score());
    row.startField(name(MODEL), MODEL);
    row.addBinary(model);
    row.endField(name(MODEL), MODEL);
    addInt(PARTITION, received.position().partition());
    addLong(OFFSET, received.position().offset());
    row.endMessage();
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

  private void addIfKnown(int index, double value) {
    if (!Double.isNaN(value)) {
      row.startField(name(index), index);
      row.addDouble(value);
      row.endField(name(index), index);
    }
  }

  private void addInt(int index, int value) {
    row.startField(name(index), index);
    row.addInteger(value);
    row.endField(name(index), index);
  }

  private void addLong(int index, long value) {
    row.startField(name(index), index);
    row.addLong(value);
    row.endField(name(index), index);
  }

  private static String name(int index) {
    return ROW.getFieldName(index);
  }

  private static MessageType row() {
    int id = 1;
    Types.GroupBuilder<MessageType> columns =
        Types.buildMessage()
            .required(INT64)
            .id(id++)
            .named(ScoreTable.SENSOR_ID)
            .required(INT64)
            .as(timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
            .id(id++)
            .named(ScoreTable.EVENT_TIME)
            .optional(DOUBLE)
            .id(id++)
            .named(ScoreTable.TEMPERATURE)
            .optional(DOUBLE)
            .id(id++)
            .named(ScoreTable.PF)
            .optional(DOUBLE)
            .id(id++)
            .named(ScoreTable.R_PF)
            .optional(DOUBLE)
            .id(id++)
            .named(ScoreTable.S_PF)
            .optional(DOUBLE)
            .id(id++)
            .named(ScoreTable.T_PF)
            .optional(INT32)
            .id(id++)
            .named(ScoreTable.STATE);
    for (String probability : ScoreTable.PROBABILITIES) {
      columns = columns.optional(DOUBLE).id(id++).named(probability);
    }

    return columns
        .required(BINARY)
        .as(stringType())
        .id(id++)
        .named(ScoreTable.MODEL)
        .required(INT32)
        .id(id++)
        .named(ScoreTable.KAFKA_PARTITION)
        .required(INT64)
        .id(id)
        .named(ScoreTable.KAFKA_OFFSET)
        .named("score");
  }
}
