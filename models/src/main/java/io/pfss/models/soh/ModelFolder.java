// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.IOException;
import java.io.InputStream;

/**
 * The folder of a model version on any file system, so that {@link ModelStore} does not depend on
 * one.
 */
public interface ModelFolder {
  /** Returns the location, for messages. */
  String location();

  /**
   * Opens a file of the folder; the caller closes it.
   *
   * @throws java.io.FileNotFoundException if there is no such file
   */
  InputStream open(String fileName) throws IOException;
}
