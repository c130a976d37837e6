package io.pfss.pipeline.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link OffsetRange} as four variable-length integers. */
public final class OffsetRangeCoder extends AtomicCoder<OffsetRange> {
  private static final OffsetRangeCoder INSTANCE = new OffsetRangeCoder();

  private OffsetRangeCoder() {}

  /** The coder; it has no state. */
  public static OffsetRangeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(OffsetRange value, OutputStream out) throws IOException {
    VarInt.encode(value.partition(), out);
    VarInt.encode(value.from(), out);
    VarInt.encode(value.until() - value.from(), out);
    VarInt.encode(value.arrivalMillis(), out);
  }

  @Override
  public OffsetRange decode(InputStream in) throws IOException {
    int partition = VarInt.decodeInt(in);
    long from = VarInt.decodeLong(in);
    long until = from + VarInt.decodeLong(in);
    return new OffsetRange(partition, from, until, VarInt.decodeLong(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
