package io.pfss.runners.launcher;

/** The user can mend this: the message says what is wrong and how, and is all that is shown. */
final class UserException extends RuntimeException {
  UserException(String message) {
    super(message);
  }

  UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
