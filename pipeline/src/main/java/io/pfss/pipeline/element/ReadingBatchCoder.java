package io.pfss.pipeline.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link ReadingBatch} as its four lists. */
public final class ReadingBatchCoder extends AtomicCoder<ReadingBatch> {
  private static final ReadingBatchCoder INSTANCE = new ReadingBatchCoder();

  private ReadingBatchCoder() {}

  /** The coder; it has no state. */
  public static ReadingBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReadingBatch value, OutputStream out) throws IOException {
    CoderParts.writeList(value.positions(), OffsetRangeCoder.of(), out);
    CoderParts.writeList(value.readings(), ReceivedReadingCoder.of(), out);
    CoderParts.writeList(value.scored(), ScoredReadingCoder.of(), out);
    CoderParts.writeList(value.deadLetters(), DeadLetterCoder.of(), out);
  }

  @Override
  public ReadingBatch decode(InputStream in) throws IOException {
    return new ReadingBatch(
        CoderParts.readList(OffsetRangeCoder.of(), in),
        CoderParts.readList(ReceivedReadingCoder.of(), in),
        CoderParts.readList(ScoredReadingCoder.of(), in),
        CoderParts.readList(DeadLetterCoder.of(), in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
