package io.pfss.driver;

import java.net.URI;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** Sends the log of a run to a file of its own. */
final class Logging {
  /** The system property that {@code log4j2.xml} takes the file's name from. */
  static final String FILE_PROPERTY = "pfss.log";

  private Logging() {}

  static void to(Path file) {
    System.setProperty(FILE_PROPERTY, file.toString());
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      // Where spark-submit has begun to log already, by its own settings, these are not found.
      context.setConfigLocation(URI.create(Logging.class.getResource("/log4j2.xml").toString()));
    }
  }
}
