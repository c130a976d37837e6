package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.CoderParts;
import io.pfss.pipeline.PositionRange;
import io.pfss.pipeline.PositionRangeCoder;
import io.pfss.pipeline.score.StateRunCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes {@link KeptReadings} as its three lists. */
public final class KeptReadingsCoder extends AtomicCoder<KeptReadings> {
  private static final KeptReadingsCoder INSTANCE = new KeptReadingsCoder();

  private KeptReadingsCoder() {}

  /** The coder; it has no state. */
  public static KeptReadingsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(KeptReadings value, OutputStream out) throws IOException {
    CoderParts.writeList(value.positions(), PositionRangeCoder.of(), out);
    VarInt.encode(value.windows().size(), out);
    for (WindowShard window : value.windows()) {
      VarInt.encode(window.startMillis(), out);
      VarInt.encode(window.endMillis() - window.startMillis(), out);
      VarInt.encode(window.shard(), out);
    }

    CoderParts.writeList(value.states(), StateRunCoder.of(), out);
  }

  @Override
  public KeptReadings decode(InputStream in) throws IOException {
    List<PositionRange> positions = CoderParts.readList(PositionRangeCoder.of(), in);
    List<WindowShard> windows = new ArrayList<>();
    int count = VarInt.decodeInt(in);
    for (int i = 0; i < count; i++) {
      long startMillis = VarInt.decodeLong(in);
      long endMillis = startMillis + VarInt.decodeLong(in);
      windows.add(new WindowShard(startMillis, endMillis, VarInt.decodeInt(in)));
    }

    return new KeptReadings(positions, windows, CoderParts.readList(StateRunCoder.of(), in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
