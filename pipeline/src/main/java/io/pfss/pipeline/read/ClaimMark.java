package io.pfss.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * What a reader of claims has claimed, for the reader after it. Not a position: that is the group's
 * committed one. A mark that is old or lost costs a repeated claim at most.
 *
 * @param partitions by their numbers, how far each is claimed
 */
record ClaimMark(Map<Integer, ClaimState> partitions) implements UnboundedSource.CheckpointMark {
  static final Coder<ClaimMark> CODER = new MarkCoder();

  ClaimMark {
    partitions = Map.copyOf(partitions);
  }

  @Override
  public void finalizeCheckpoint() {
    // Positions are committed when all sinks have the records, and by nobody else.
  }

  private static final class MarkCoder extends AtomicCoder<ClaimMark> {
    @Override
    public void encode(ClaimMark mark, OutputStream out) throws IOException {
      VarInt.encode(mark.partitions.size(), out);
      for (Map.Entry<Integer, ClaimState> partition : new TreeMap<>(mark.partitions).entrySet()) {
        VarInt.encode(partition.getKey(), out);
        VarInt.encode(partition.getValue().until(), out);
        VarInt.encode(partition.getValue().claimedAtMillis(), out);
        VarInt.encode(partition.getValue().watermark().getMillis(), out);
      }
    }

    @Override
    public ClaimMark decode(InputStream in) throws IOException {
      Map<Integer, ClaimState> partitions = new TreeMap<>();
      int count = VarInt.decodeInt(in);
      for (int i = 0; i < count; i++) {
        partitions.put(
            VarInt.decodeInt(in),
            new ClaimState(
                VarInt.decodeLong(in),
                VarInt.decodeLong(in),
                Instant.ofEpochMilli(VarInt.decodeLong(in))));
      }

      return new ClaimMark(partitions);
    }
  }
}
