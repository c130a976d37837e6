package io.pfss.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link Claim} as four variable-length integers. */
final class ClaimCoder extends AtomicCoder<Claim> {
  private static final ClaimCoder INSTANCE = new ClaimCoder();

  private ClaimCoder() {}

  static ClaimCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Claim value, OutputStream out) throws IOException {
    VarInt.encode(value.partition(), out);
    VarInt.encode(value.from(), out);
    VarInt.encode(value.until() - value.from(), out);
    VarInt.encode(value.endMillis(), out);
  }

  @Override
  public Claim decode(InputStream in) throws IOException {
    int partition = VarInt.decodeInt(in);
    long from = VarInt.decodeLong(in);
    long until = from + VarInt.decodeLong(in);
    return new Claim(partition, from, until, VarInt.decodeLong(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
