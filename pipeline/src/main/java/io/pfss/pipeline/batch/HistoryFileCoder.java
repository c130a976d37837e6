package io.pfss.pipeline.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link HistoryFile}. */
final class HistoryFileCoder extends AtomicCoder<HistoryFile> {
  private static final HistoryFileCoder INSTANCE = new HistoryFileCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private HistoryFileCoder() {}

  /** The coder; it has no state. */
  static HistoryFileCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(HistoryFile value, OutputStream out) throws IOException {
    TEXT.encode(value.file(), out);
    VarInt.encode(value.lastModifiedMillis(), out);
    TEXT.encode(value.rejectedName(), out);
  }

  @Override
  public HistoryFile decode(InputStream in) throws IOException {
    return new HistoryFile(TEXT.decode(in), VarInt.decodeLong(in), TEXT.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
