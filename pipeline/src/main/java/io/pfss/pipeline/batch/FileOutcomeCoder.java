package io.pfss.pipeline.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link FileOutcome}. */
final class FileOutcomeCoder extends AtomicCoder<FileOutcome> {
  private static final FileOutcomeCoder INSTANCE = new FileOutcomeCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private FileOutcomeCoder() {}

  /** The coder; it has no state. */
  static FileOutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FileOutcome value, OutputStream out) throws IOException {
    TEXT.encode(value.file(), out);
    VarInt.encode(value.readings(), out);
    VarInt.encode(value.rejected(), out);
    TEXT.encode(value.rejectedName(), out);
    TEXT.encode(value.problem(), out);
  }

  @Override
  public FileOutcome decode(InputStream in) throws IOException {
    return new FileOutcome(
        TEXT.decode(in),
        VarInt.decodeLong(in),
        VarInt.decodeLong(in),
        TEXT.decode(in),
        TEXT.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
