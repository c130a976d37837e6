package io.pfss.pipeline.element;

import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link StateRun} in about 23 bytes: times as differences from its arrival. */
public final class StateRunCoder extends AtomicCoder<StateRun> {
  private static final StateRunCoder INSTANCE = new StateRunCoder();

  private StateRunCoder() {}

  /** The coder; it has no state. */
  public static StateRunCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(StateRun value, OutputStream out) throws IOException {
    CoderParts.writeSigned(value.sensorId(), out);
    CoderParts.writeOptional(value.state(), out);
    CoderParts.writeDouble(value.powerFactor(), out);
    CoderParts.writeSigned(value.arrivalMillis(), out);
    CoderParts.writeSigned(value.arrivalMillis() - value.untilMillis(), out);
    VarInt.encode(value.untilMillis() - value.fromMillis(), out);
  }

  @Override
  public StateRun decode(InputStream in) throws IOException {
    long sensorId = CoderParts.readSigned(in);
    Optional<SohState> state = CoderParts.readOptional(SohState.ALL, in);
    double powerFactor = CoderParts.readDouble(in);
    long arrivalMillis = CoderParts.readSigned(in);
    long untilMillis = arrivalMillis - CoderParts.readSigned(in);
    return new StateRun(
        sensorId,
        state,
        powerFactor,
        untilMillis - VarInt.decodeLong(in),
        untilMillis,
        arrivalMillis);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
