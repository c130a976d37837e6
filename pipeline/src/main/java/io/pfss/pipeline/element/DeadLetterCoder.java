package io.pfss.pipeline.element;

import io.pfss.models.reading.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link DeadLetter}. */
public final class DeadLetterCoder extends AtomicCoder<DeadLetter> {
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();

  private DeadLetterCoder() {}

  /** The coder; it has no state. */
  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DeadLetter letter, OutputStream out) throws IOException {
    CoderParts.writeBytes(letter.value(), out);
    CoderParts.writeText(letter.code().name(), out);
    CoderParts.writeText(letter.message(), out);
    VarInt.encode(letter.position().partition(), out);
    VarInt.encode(letter.position().offset(), out);
    VarInt.encode(letter.timeMillis(), out);
  }

  @Override
  public DeadLetter decode(InputStream in) throws IOException {
    return new DeadLetter(
        CoderParts.readBytes(in),
        ErrorCode.valueOf(CoderParts.readText(in)),
        CoderParts.readText(in),
        new SourceOffset(VarInt.decodeInt(in), VarInt.decodeLong(in)),
        VarInt.decodeLong(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
