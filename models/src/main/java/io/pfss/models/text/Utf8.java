package io.pfss.models.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads files in UTF-8, with or without the byte order mark that some editors put before it. */
public final class Utf8 {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Utf8() {}

  /**
   * All of a text.
   *
   * @param in is read to its end, and not closed
   * @throws CharacterCodingException if it is not in UTF-8; the message says what to do
   */
  public static String read(InputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new EncodingException("it is not in UTF-8", e);
    }
  }

  /**
   * All of a text file on this machine.
   *
   * @throws CharacterCodingException if it is not in UTF-8; the message says what to do
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * The settings of a properties file.
   *
   * @param in is read to its end, and not closed
   * @throws CharacterCodingException if it is not in UTF-8; the message says what to do
   * @throws IOException if it cannot be read, or has a wrong escape
   */
  public static Properties properties(InputStream in) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(read(in)));
      return properties;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * All bytes of a text, whatever its encoding, less the mark of UTF-8.
   *
   * @param in is read to its end, and not closed
   * @throws CharacterCodingException if it is in UTF-16; the message says what to do
   */
  public static byte[] readBytes(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    if (isUtf16(bytes)) {
      throw new EncodingException("it is in UTF-16", null);
    }

    return Arrays.mismatch(bytes, MARK) == MARK.length || Arrays.equals(bytes, MARK)
        ? Arrays.copyOfRange(bytes, MARK.length, bytes.length)
        : bytes;
  }

  /**
   * Whether a text's characters take two bytes or more, by its mark, or as one of the first two is
   * of ASCII.
   */
  public static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || bytes[0] == 0
            || bytes[1] == 0);
  }

  private static final class EncodingException extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String problem;

    EncodingException(String problem, @Nullable Throwable cause) {
      this.problem = problem;
      initCause(cause);
    }

    @Override
    public String getMessage() {
      return problem + ": save it in UTF-8";
    }
  }
}
