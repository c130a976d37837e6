package io.pfss.simulator.replay;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be replayed; the message is for the user. */
public final class ReplayException extends IOException {
  ReplayException(Path file, String problem, Throwable cause) {
    super(file + " cannot be replayed: " + problem, cause);
  }
}
