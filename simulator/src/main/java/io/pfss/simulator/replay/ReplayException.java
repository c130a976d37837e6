// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file cannot be replayed; the message is for the user. */
public final class ReplayException extends IOException {
  ReplayException(Path file, @Nullable String problem, @Nullable Throwable cause) {
    super(file + " cannot be replayed: " + problem, cause);
  }
}
