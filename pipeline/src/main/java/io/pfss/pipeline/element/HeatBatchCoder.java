package io.pfss.pipeline.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link HeatBatch}: its positions, the count of its records, and these. */
public final class HeatBatchCoder extends AtomicCoder<HeatBatch> {
  private static final HeatBatchCoder INSTANCE = new HeatBatchCoder();
  private static final OffsetRangeCoder POSITIONS = OffsetRangeCoder.of();

  private HeatBatchCoder() {}

  /** The coder; it has no state. */
  public static HeatBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(HeatBatch batch, OutputStream out) throws IOException {
    POSITIONS.encode(batch.positions(), out);
    VarInt.encode(batch.records().size(), out);
    for (HeatRecord record : batch.records()) {
      VarInt.encode(record.offset(), out);
      VarInt.encode(record.arrivalMillis(), out);
      CoderParts.writeBytes(record.value(), out);
    }
  }

  @Override
  public HeatBatch decode(InputStream in) throws IOException {
    OffsetRange positions = POSITIONS.decode(in);
    int count = VarInt.decodeInt(in);
    List<HeatRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          new HeatRecord(VarInt.decodeLong(in), VarInt.decodeLong(in), CoderParts.readBytes(in)));
    }

    return new HeatBatch(positions, records);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
