package io.pfss.pipeline.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link ScoreFile}. */
final class ScoreFileCoder extends AtomicCoder<ScoreFile> {
  private static final ScoreFileCoder INSTANCE = new ScoreFileCoder();
  private static final StringUtf8Coder PATH = StringUtf8Coder.of();
  private static final VarLongCoder COUNT = VarLongCoder.of();
  private static final VarIntCoder HOUR = VarIntCoder.of();

  private ScoreFileCoder() {}

  /** The coder; it has no state. */
  static ScoreFileCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ScoreFile value, OutputStream out) throws IOException {
    PATH.encode(value.path(), out);
    COUNT.encode(value.rows(), out);
    COUNT.encode(value.bytes(), out);
    HOUR.encode(value.hour(), out);
  }

  @Override
  public ScoreFile decode(InputStream in) throws IOException {
    return new ScoreFile(PATH.decode(in), COUNT.decode(in), COUNT.decode(in), HOUR.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
