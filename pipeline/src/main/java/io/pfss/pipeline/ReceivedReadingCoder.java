package io.pfss.pipeline;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link ReceivedReading} in at most 220 bytes: variable-length integers, a bit set of
 * the measures that are present, and 8 bytes for each of those.
 */
public final class ReceivedReadingCoder extends AtomicCoder<ReceivedReading> {
  private static final ReceivedReadingCoder INSTANCE = new ReceivedReadingCoder();

  private ReceivedReadingCoder() {}

  /** The coder; it has no state. */
  public static ReceivedReadingCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReceivedReading value, OutputStream out) throws IOException {
    VarInt.encode(value.position().partition(), out);
    VarInt.encode(value.position().offset(), out);
    HeatReading reading = value.reading();
    VarInt.encode(reading.sensorId(), out);
    VarInt.encode(reading.eventTimeMillis(), out);
    VarInt.encode(value.ingestTimeMillis() - reading.eventTimeMillis(), out);
    int present = 0;
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        present |= 1 << measure.ordinal();
      }
    }

    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(present);
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        data.writeDouble(reading.value(measure));
      }
    }
  }

  @Override
  public ReceivedReading decode(InputStream in) throws IOException {
    KafkaPosition position = new KafkaPosition(VarInt.decodeInt(in), VarInt.decodeLong(in));
    long sensorId = VarInt.decodeLong(in);
    long eventTimeMillis = VarInt.decodeLong(in);
    long ingestTimeMillis = eventTimeMillis + VarInt.decodeLong(in);
    HeatReading.Builder reading = HeatReading.builder(sensorId, eventTimeMillis);
    DataInputStream data = new DataInputStream(in);
    int present = data.readInt();
    for (Measure measure : Measure.ALL) {
      if ((present & 1 << measure.ordinal()) != 0) {
        reading.set(measure, data.readDouble());
      }
    }

    return new ReceivedReading(reading.build(), position, ingestTimeMillis);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
