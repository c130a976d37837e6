package io.pfss.pipeline.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link FileSplit}. */
final class FileSplitCoder extends AtomicCoder<FileSplit> {
  private static final FileSplitCoder INSTANCE = new FileSplitCoder();
  private static final StringUtf8Coder NAME = StringUtf8Coder.of();
  private static final VarLongCoder BYTES = VarLongCoder.of();

  private FileSplitCoder() {}

  /** The coder; it has no state. */
  static FileSplitCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FileSplit value, OutputStream out) throws IOException {
    NAME.encode(value.file(), out);
    BYTES.encode(value.fileBytes(), out);
    BYTES.encode(value.start(), out);
    BYTES.encode(value.length(), out);
  }

  @Override
  public FileSplit decode(InputStream in) throws IOException {
    return new FileSplit(NAME.decode(in), BYTES.decode(in), BYTES.decode(in), BYTES.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
