package io.pfss.models.soh;

import java.io.IOException;
import java.io.InputStream;

/**
 * The folder of one version of a model, on whatever file system: how {@link ModelStore} reads
 * without knowing one.
 */
public interface ModelFolder {
  /** Where it is, for messages. */
  String location();

  /**
   * Opens a file of the folder; the caller closes it.
   *
   * @throws java.io.FileNotFoundException if there is no such file
   */
  InputStream open(String fileName) throws IOException;
}
