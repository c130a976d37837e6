// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.text.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The promoted version of a model: the content of a file in the model's folder. Such a file never
 * changes. The one with the highest number takes effect; the others are the history.
 *
 * @param number counts from 1
 * @param champion the version whose scores are published
 * @param challengerVersion the version that is compared with the champion; null if there is none
 * @param since the time of the promotion, ISO 8601, UTC
 */
public record Promotion(
    int number, String champion, @Nullable String challengerVersion, String since) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public Promotion {
    Objects.requireNonNull(champion, "champion");
    Objects.requireNonNull(since, "since");
    if (number < 1) {
      throw new IllegalArgumentException("The number must be at least 1: " + number);
    }

    requireVersion(champion);
    if (challengerVersion != null) {
      requireVersion(challengerVersion);
    }
  }

  /** Returns the version that is compared with the champion. */
  @JsonIgnore
  public Optional<String> challenger() {
    return Optional.ofNullable(challengerVersion);
  }

  /** Returns the file name of a number; names sort like numbers. */
  public static String fileName(int number) {
    return Message.of("serving-%06d.json", number);
  }

  /** Returns the file's content, in UTF-8. */
  public byte[] toJson() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a promotion as JSON", e);
    }
  }

  /**
   * Reads a file's content.
   *
   * @throws IOException if it is not a promotion
   */
  public static Promotion fromJson(byte[] content) throws IOException {
    Promotion serving = JSON.readValue(content, Promotion.class);
    if (serving == null) {
      throw new IOException("it is null");
    }

    return serving;
  }

  private static void requireVersion(String version) {
    if (!ModelStore.isName(version)) {
      throw new IllegalArgumentException("'" + version + "' is not a valid version");
    }
  }
}
