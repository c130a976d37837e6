package io.pfss.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link PositionRange} as four variable-length integers. */
public final class PositionRangeCoder extends AtomicCoder<PositionRange> {
  private static final PositionRangeCoder INSTANCE = new PositionRangeCoder();

  private PositionRangeCoder() {}

  /** The coder; it has no state. */
  public static PositionRangeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(PositionRange value, OutputStream out) throws IOException {
    VarInt.encode(value.partition(), out);
    VarInt.encode(value.from(), out);
    VarInt.encode(value.until() - value.from(), out);
    VarInt.encode(value.arrivalMillis(), out);
  }

  @Override
  public PositionRange decode(InputStream in) throws IOException {
    int partition = VarInt.decodeInt(in);
    long from = VarInt.decodeLong(in);
    long until = from + VarInt.decodeLong(in);
    return new PositionRange(partition, from, until, VarInt.decodeLong(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
