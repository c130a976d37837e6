// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.parse;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.support.NamedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;

/** Reads a properties file with a user's field names, on any Beam file system. */
public final class FieldNamesFile {
  private FieldNamesFile() {}

  /**
   * Reads the field names.
   *
   * @param file the file; empty for the default names
   * @throws IllegalArgumentException if the file cannot be read or its names are invalid; the
   *     message is one line and does not name the file
   */
  public static FieldNames read(String file) {
    if (file.isEmpty()) {
      return FieldNames.DEFAULT;
    }

    try (InputStream in = new NamedFile(file).open()) {
      return FieldNames.read(in);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("the file does not exist", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: name a properties file in UTF-8", e);
    }
  }
}
