package io.pfss.pipeline.parse;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;

/** A properties file with a user's names of fields, on any Beam file system. */
public final class FieldNamesFile {
  private FieldNamesFile() {}

  /**
   * Reads the names.
   *
   * @param file empty: the default names
   * @throws IllegalArgumentException if it cannot be read, or its names cannot be right; the
   *     message is one line, and does not name the file
   */
  public static FieldNames read(String file) {
    if (file.isEmpty()) {
      return FieldNames.DEFAULT;
    }

    try (InputStream in = new NamedFile(file).open()) {
      return FieldNames.read(in);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: name a properties file in UTF-8", e);
    }
  }
}
