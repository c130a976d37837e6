package io.pfss.pipeline.source;

/** Another program uses the consumer group of the job; the message is for the user. */
public final class GroupInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GroupInUseException(String message) {
    super(message);
  }

  GroupInUseException(String message, Throwable cause) {
    super(message, cause);
  }
}
