package io.pfss.pipeline;

import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.deadletter.DeadLetterCoder;
import io.pfss.pipeline.score.ScoredReading;
import io.pfss.pipeline.score.ScoredReadingCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/** Encodes a {@link ReadingBatch} as its four lists. */
public final class ReadingBatchCoder extends AtomicCoder<ReadingBatch> {
  private static final ReadingBatchCoder INSTANCE = new ReadingBatchCoder();
  private static final Coder<List<PositionRange>> POSITIONS = ListCoder.of(PositionRangeCoder.of());
  private static final Coder<List<ReceivedReading>> READINGS =
      ListCoder.of(ReceivedReadingCoder.of());
  private static final Coder<List<ScoredReading>> SCORED = ListCoder.of(ScoredReadingCoder.of());
  private static final Coder<List<DeadLetter>> DEAD_LETTERS = ListCoder.of(DeadLetterCoder.of());

  private ReadingBatchCoder() {}

  /** The coder; it has no state. */
  public static ReadingBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReadingBatch value, OutputStream out) throws IOException {
    POSITIONS.encode(value.positions(), out);
    READINGS.encode(value.readings(), out);
    SCORED.encode(value.scored(), out);
    DEAD_LETTERS.encode(value.deadLetters(), out);
  }

  @Override
  public ReadingBatch decode(InputStream in) throws IOException {
    return new ReadingBatch(
        POSITIONS.decode(in), READINGS.decode(in), SCORED.decode(in), DEAD_LETTERS.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
