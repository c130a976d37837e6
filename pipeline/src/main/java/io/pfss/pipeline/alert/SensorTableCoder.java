package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.CoderParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link SensorTable}, a sensor in about 15 bytes: runners do so with each batch. */
final class SensorTableCoder extends AtomicCoder<SensorTable> {
  private static final SensorTableCoder INSTANCE = new SensorTableCoder();

  private SensorTableCoder() {}

  static SensorTableCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SensorTable value, OutputStream out) throws IOException {
    VarInt.encode(value.readUntil().size(), out);
    for (Map.Entry<Integer, Long> read : value.readUntil().entrySet()) {
      VarInt.encode(read.getKey(), out);
      CoderParts.writeSigned(read.getValue(), out);
    }

    VarInt.encode(value.sensors().size(), out);
    for (Map.Entry<Long, SensorStatus> sensor : value.sensors().entrySet()) {
      CoderParts.writeSigned(sensor.getKey(), out);
      encode(sensor.getValue(), out);
    }
  }

  @Override
  public SensorTable decode(InputStream in) throws IOException {
    Map<Integer, Long> readUntil = new HashMap<>();
    for (int left = VarInt.decodeInt(in); left > 0; left--) {
      readUntil.put(VarInt.decodeInt(in), CoderParts.readSigned(in));
    }

    Map<Long, SensorStatus> sensors = new HashMap<>();
    for (int left = VarInt.decodeInt(in); left > 0; left--) {
      sensors.put(CoderParts.readSigned(in), decodeStatus(in));
    }

    return new SensorTable(readUntil, sensors);
  }

  private static void encode(SensorStatus status, OutputStream out) throws IOException {
    CoderParts.writeOptional(status.published(), out);
    CoderParts.writeOptional(status.candidate(), out);
    out.write(status.silent() ? 1 : 0);
    CoderParts.writeSigned(status.seenMillis(), out);
    CoderParts.writeSigned(status.seenMillis() - status.eventMillis(), out);
    if (status.candidate().isPresent()) {
      CoderParts.writeSigned(status.eventMillis() - status.candidateSinceMillis(), out);
    }
  }

  private static SensorStatus decodeStatus(InputStream in) throws IOException {
    Optional<SohState> published = CoderParts.readOptional(SohState.ALL, in);
    Optional<SohState> candidate = CoderParts.readOptional(SohState.ALL, in);
    int silent = in.read();
    if (silent != 0 && silent != 1) {
      throw new CoderException("Silent or not: " + silent);
    }

    long seenMillis = CoderParts.readSigned(in);
    long eventMillis = seenMillis - CoderParts.readSigned(in);
    long sinceMillis = candidate.isPresent() ? eventMillis - CoderParts.readSigned(in) : 0;
    return new SensorStatus(
        published, candidate, sinceMillis, eventMillis, seenMillis, silent == 1);
  }
}
