// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import io.pfss.models.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import okhttp3.Credentials;

/**
 * The location of a secret. The secret is read where it is used, so no pipeline graph, options dump
 * or log contains it.
 *
 * @param place the kind of location that {@code name} names
 * @param name an environment variable, or a file on any Beam file system
 */
public record Secret(Place place, String name) implements Serializable {
  /** The kinds of locations. */
  public enum Place {
    ENVIRONMENT,
    FILE
  }

  public Secret {
    Objects.requireNonNull(place, "place");
    if (name.isBlank()) {
      throw new IllegalArgumentException("The name of the secret's " + place + " is empty");
    }
  }

  /** Returns a secret in an environment variable of the worker. */
  public static Secret inEnvironment(String variable) {
    return new Secret(Place.ENVIRONMENT, variable);
  }

  /** Returns a secret that is the content of a file, without surrounding white space. */
  public static Secret inFile(String file) {
    return new Secret(Place.FILE, file);
  }

  /**
   * Reads the secret.
   *
   * @throws IllegalArgumentException if the variable is not set, or the file cannot be read
   */
  public String read() {
    return place == Place.ENVIRONMENT ? fromEnvironment() : fromFile();
  }

  /**
   * Reads the secret as a password, and returns the value of the header {@code Authorization} for
   * HTTP's basic authentication, in UTF-8.
   *
   * @throws IllegalArgumentException as {@link #read}
   */
  public String basicAuthorization(String user) {
    return Credentials.basic(user, read(), StandardCharsets.UTF_8);
  }

  private String fromEnvironment() {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The environment variable " + name + " is not set: set it to the secret");
    }

    return value;
  }

  private String fromFile() {
    try (InputStream in = new NamedFile(name).open()) {
      return Utf8.read(in).strip();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The secret in file " + name + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The secret in file " + name + " cannot be read: name an existing file", e);
    }
  }
}
