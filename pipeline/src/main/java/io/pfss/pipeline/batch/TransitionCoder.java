package io.pfss.pipeline.batch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link Transition} in ten bytes. */
final class TransitionCoder extends AtomicCoder<Transition> {
  private static final TransitionCoder INSTANCE = new TransitionCoder();

  private TransitionCoder() {}

  /** The coder; it has no state. */
  static TransitionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Transition value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(value.sensorId());
    data.writeByte(value.from().ordinal());
    data.writeByte(value.to().ordinal());
  }

  @Override
  public Transition decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    return new Transition(
        data.readLong(),
        ScoredState.ALL.get(data.readByte()),
        ScoredState.ALL.get(data.readByte()));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
