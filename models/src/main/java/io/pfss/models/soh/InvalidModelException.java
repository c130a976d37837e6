package io.pfss.models.soh;

/** A model version's folder cannot be used; the message is for the user. */
public final class InvalidModelException extends Exception {
  InvalidModelException(String location, String problem, Throwable cause) {
    super(
        "The model in %s cannot be used: %s. Choose another version, or train it anew."
            .formatted(location, problem),
        cause);
  }
}
