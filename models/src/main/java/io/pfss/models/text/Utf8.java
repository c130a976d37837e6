// SPDX-License-Identifier: Apache-2.0
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

/** Reads text in UTF-8, with or without a byte order mark. */
public final class Utf8 {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Utf8() {}

  /**
   * Returns the whole text.
   *
   * @param in read to its end, and not closed
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
   * Returns the text of a local file.
   *
   * @throws CharacterCodingException if it is not in UTF-8; the message says what to do
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Returns the settings of a properties file.
   *
   * @param in read to its end, and not closed
   * @throws CharacterCodingException if it is not in UTF-8; the message says what to do
   * @throws IOException if it cannot be read, or has an invalid escape
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
   * Returns the bytes of a text, in any encoding, without the byte order mark of UTF-8.
   *
   * @param in read to its end, and not closed
   * @throws CharacterCodingException if it is in UTF-16; the message says what to do
   */
  public static byte[] readBytes(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    if (isUtf16(bytes)) {
      throw new EncodingException("it is in UTF-16", null);
    }

    return Arrays.mismatch(bytes, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length
            || Arrays.equals(bytes, BYTE_ORDER_MARK)
        ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length)
        : bytes;
  }

  /**
   * Whether a text is in UTF-16 or UTF-32: it begins with a byte order mark, or one of its first
   * two bytes is 0.
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
