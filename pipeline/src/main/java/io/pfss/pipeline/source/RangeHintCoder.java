package io.pfss.pipeline.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link Claim} as four variable-length integers. */
final class RangeHintCoder extends AtomicCoder<RangeHint> {
  private static final RangeHintCoder INSTANCE = new RangeHintCoder();

  private RangeHintCoder() {}

  static RangeHintCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RangeHint value, OutputStream out) throws IOException {
    VarInt.encode(value.partition(), out);
    VarInt.encode(value.from(), out);
    VarInt.encode(value.until() - value.from(), out);
    VarInt.encode(value.endMillis(), out);
  }

  @Override
  public RangeHint decode(InputStream in) throws IOException {
    int partition = VarInt.decodeInt(in);
    long from = VarInt.decodeLong(in);
    long until = from + VarInt.decodeLong(in);
    return new RangeHint(partition, from, until, VarInt.decodeLong(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
