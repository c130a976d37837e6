package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.CoderParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Encodes an {@link Alert}. */
final class AlertCoder extends AtomicCoder<Alert> {
  private static final AlertCoder INSTANCE = new AlertCoder();

  private AlertCoder() {}

  static AlertCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Alert value, OutputStream out) throws IOException {
    CoderParts.writeOptional(Optional.of(value.kind()), out);
    CoderParts.writeSigned(value.sensorId(), out);
    CoderParts.writeSigned(value.timeMillis(), out);
    CoderParts.writeOptional(value.state(), out);
    CoderParts.writeOptional(value.previous(), out);
    CoderParts.writeSigned(value.timeMillis() - value.sinceMillis(), out);
    CoderParts.writeDouble(value.powerFactor(), out);
  }

  @Override
  public Alert decode(InputStream in) throws IOException {
    AlertKind kind =
        CoderParts.readOptional(AlertKind.ALL, in)
            .orElseThrow(() -> new CoderException("An alert without its kind"));
    long sensorId = CoderParts.readSigned(in);
    long timeMillis = CoderParts.readSigned(in);
    Optional<SohState> state = CoderParts.readOptional(SohState.ALL, in);
    Optional<SohState> previous = CoderParts.readOptional(SohState.ALL, in);
    long sinceMillis = timeMillis - CoderParts.readSigned(in);
    return new Alert(
        kind, sensorId, timeMillis, state, previous, sinceMillis, CoderParts.readDouble(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
