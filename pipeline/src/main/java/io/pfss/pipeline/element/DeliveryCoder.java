package io.pfss.pipeline.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes {@link Delivery} as its three lists. */
public final class DeliveryCoder extends AtomicCoder<Delivery> {
  private static final DeliveryCoder INSTANCE = new DeliveryCoder();

  private DeliveryCoder() {}

  /** The coder; it has no state. */
  public static DeliveryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Delivery value, OutputStream out) throws IOException {
    CoderParts.writeList(value.positions(), OffsetRangeCoder.of(), out);
    VarInt.encode(value.windows().size(), out);
    for (WindowShard window : value.windows()) {
      VarInt.encode(window.startMillis(), out);
      VarInt.encode(window.endMillis() - window.startMillis(), out);
      VarInt.encode(window.shard(), out);
    }

    CoderParts.writeList(value.states(), StateRunCoder.of(), out);
  }

  @Override
  public Delivery decode(InputStream in) throws IOException {
    List<OffsetRange> positions = CoderParts.readList(OffsetRangeCoder.of(), in);
    List<WindowShard> windows = new ArrayList<>();
    int count = VarInt.decodeInt(in);
    for (int i = 0; i < count; i++) {
      long startMillis = VarInt.decodeLong(in);
      long endMillis = startMillis + VarInt.decodeLong(in);
      windows.add(new WindowShard(startMillis, endMillis, VarInt.decodeInt(in)));
    }

    return new Delivery(positions, windows, CoderParts.readList(StateRunCoder.of(), in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
