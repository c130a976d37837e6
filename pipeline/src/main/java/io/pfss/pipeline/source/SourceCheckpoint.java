// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.element.OffsetRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.VarInt;
import org.apache.kafka.common.Uuid;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a reader's hints, for the next reader; it does not contain committed offsets. An
 * old or lost checkpoint at most repeats hints.
 *
 * @param topic the id of the topic; null if unknown
 * @param partitions the progress by partition number
 * @param committer commits the offsets when the runner finalizes the checkpoint; null if a step
 *     commits them, and in a decoded checkpoint
 */
record SourceCheckpoint(
    @Nullable Uuid topic,
    Map<Integer, PartitionProgress> partitions,
    @Nullable CommittedOffsets committer)
    implements UnboundedSource.CheckpointMark {
  static final Coder<SourceCheckpoint> CODER = new MarkCoder();

  SourceCheckpoint {
    partitions = Map.copyOf(partitions);
  }

  /** Creates a checkpoint that commits nothing. */
  SourceCheckpoint(@Nullable Uuid topic, Map<Integer, PartitionProgress> partitions) {
    this(topic, partitions, null);
  }

  @Override
  public void finalizeCheckpoint() {
    // Without a committer, only CommitOffsets commits, when all sinks have the records.
    if (committer != null) {
      committer.commit(
          partitions.entrySet().stream()
              .filter(partition -> partition.getValue().until() >= 0)
              .map(each -> new OffsetRange(each.getKey(), 0, each.getValue().until(), 0))
              .toList());
    }
  }

  /**
   * Writes the time of the encoding too, because {@link System#nanoTime} has another origin in
   * another process.
   */
  private static final class MarkCoder extends AtomicCoder<SourceCheckpoint> {
    /** Negative, because checkpoints of the first format begin with the number of partitions. */
    private static final long FORMAT_WITHOUT_TOPIC = -2;

    private static final long FORMAT = -3;

    private static final long PROCESS = UUID.randomUUID().getMostSignificantBits();

    @Override
    public void encode(SourceCheckpoint mark, OutputStream out) throws IOException {
      VarInt.encode(FORMAT, out);
      VarInt.encode(PROCESS, out);
      VarInt.encode(System.nanoTime(), out);
      Uuid topic = mark.topic == null ? Uuid.ZERO_UUID : mark.topic;
      VarInt.encode(topic.getMostSignificantBits(), out);
      VarInt.encode(topic.getLeastSignificantBits(), out);
      VarInt.encode(mark.partitions.size(), out);
      for (Map.Entry<Integer, PartitionProgress> partition :
          new TreeMap<>(mark.partitions).entrySet()) {
        VarInt.encode(partition.getKey(), out);
        VarInt.encode(partition.getValue().until(), out);
        VarInt.encode(partition.getValue().hintedAtNanos(), out);
        VarInt.encode(partition.getValue().watermark().getMillis(), out);
      }
    }

    @Override
    public SourceCheckpoint decode(InputStream in) throws IOException {
      long now = System.nanoTime();
      long first = VarInt.decodeLong(in);
      if (first >= 0) {
        // The first format contains a time of another clock.
        return decode(null, Math.toIntExact(first), in, any -> now);
      }

      if (first != FORMAT && first != FORMAT_WITHOUT_TOPIC) {
        throw new CoderException("Unknown checkpoint format: " + first);
      }

      boolean isOwn = VarInt.decodeLong(in) == PROCESS;
      long ahead = now - VarInt.decodeLong(in);
      Uuid topic =
          first == FORMAT ? new Uuid(VarInt.decodeLong(in), VarInt.decodeLong(in)) : Uuid.ZERO_UUID;
      return decode(
          topic.equals(Uuid.ZERO_UUID) ? null : topic,
          VarInt.decodeInt(in),
          in,
          nanos -> isOwn ? nanos : nanos + ahead);
    }

    private static SourceCheckpoint decode(
        @Nullable Uuid topic, int count, InputStream in, LongUnaryOperator toOwnNanos)
        throws IOException {
      Map<Integer, PartitionProgress> partitions = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        partitions.put(
            VarInt.decodeInt(in),
            new PartitionProgress(
                VarInt.decodeLong(in),
                toOwnNanos.applyAsLong(VarInt.decodeLong(in)),
                Instant.ofEpochMilli(VarInt.decodeLong(in))));
      }

      return new SourceCheckpoint(topic, partitions);
    }
  }
}
