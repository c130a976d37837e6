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
 * Which versions of a model serve: the content of a file that stands beside them. Such a file never
 * changes; the one with the greatest number counts, and those before it are the history.
 *
 * @param number counts from 1
 * @param champion the version whose scores are published
 * @param challengerVersion the version that is scored beside it and compared; null if there is none
 * @param since when, ISO 8601, UTC
 */
public record Promotion(
    int number, String champion, @Nullable String challengerVersion, String since) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public Promotion {
    Objects.requireNonNull(champion, "champion");
    Objects.requireNonNull(since, "since");
    if (number < 1) {
      throw new IllegalArgumentException("The number is " + number + ", less than 1");
    }

    requireVersion(champion);
    if (challengerVersion != null) {
      requireVersion(challengerVersion);
    }
  }

  /** The version that is scored beside the champion and compared. */
  @JsonIgnore
  public Optional<String> challenger() {
    return Optional.ofNullable(challengerVersion);
  }

  /** The name of the file of a number: names are in the order of numbers. */
  public static String fileName(int number) {
    return Message.of("serving-%06d.json", number);
  }

  /** The file's content, UTF-8. */
  public byte[] toJson() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of texts is JSON", e);
    }
  }

  /**
   * Reads a file's content.
   *
   * @throws IOException if it is none
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
      throw new IllegalArgumentException("'" + version + "' is no version's name");
    }
  }
}
