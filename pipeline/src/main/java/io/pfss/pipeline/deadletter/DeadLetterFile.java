// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A file of dead letters that a user may edit:
 *
 * <pre>
 * {"dead_letter": "3/1042", "headers": {"source_topic": "heat", …}, "key": null, "value": …}
 * </pre>
 *
 * <p>A value is a JSON object if the bytes are one, otherwise text if they are printable UTF-8,
 * otherwise {@code {"base64": "…"}}.
 */
public final class DeadLetterFile {
  private static final String PLACE = "dead_letter";
  private static final String HEADERS = "headers";
  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final String BASE64 = "base64";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(new JsonNodeFactory(true))
          .build();

  private DeadLetterFile() {}

  /** Returns a dead letter as an object of the file. */
  public static String write(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode node =
        JSON.createObjectNode()
            .put(
                PLACE, DeadLetterTopic.text(new SourceOffset(record.partition(), record.offset())));
    ObjectNode headers = node.putObject(HEADERS);
    for (Header header : record.headers()) {
      headers.set(header.key(), node(header.value()));
    }

    node.set(KEY, node(record.key()));
    node.set(VALUE, value(record.value()));
    return node.toPrettyString();
  }

  /**
   * Reads a file: a dead letter, several one after another, or an array of them.
   *
   * @throws IllegalArgumentException if the file cannot be read, or has something else than dead
   *     letters that can be sent to a topic; the message says which
   */
  public static List<DeadLetterRecord> read(Path file) {
    List<DeadLetterRecord> deadLetters = new ArrayList<>();
    Set<SourceOffset> places = new HashSet<>();
    try (MappingIterator<JsonNode> nodes =
        JSON.readerFor(JsonNode.class)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readValues(file.toFile())) {
      while (nodes.hasNextValue()) {
        DeadLetterRecord deadLetter = deadLetter(nodes.nextValue());
        if (!places.add(deadLetter.place())) {
          throw problem(deadLetter, "is in the file twice");
        }

        deadLetters.add(deadLetter);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }

    return deadLetters;
  }

  private static DeadLetterRecord deadLetter(JsonNode node) {
    SourceOffset place =
        DeadLetterTopic.place(node.path(PLACE).asText())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a dead letter begins with its partition and offset: {\""
                            + PLACE
                            + "\": \"3/1042\", …"));
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "", place.partition(), place.offset(), bytes(node.path(KEY)), bytes(node.path(VALUE)));
    node.path(HEADERS)
        .fields()
        .forEachRemaining(
            header -> record.headers().add(header.getKey(), bytes(header.getValue())));
    DeadLetterRecord deadLetter = DeadLetterRecord.of(record);
    if (deadLetter.isLine()) {
      throw problem(deadLetter, "is a point for InfluxDB, not a reading: send it by replay");
    }

    if (!deadLetter.hasTarget()) {
      throw problem(deadLetter, "names no topic in its header source_topic");
    }

    if (deadLetter.isCut()) {
      throw problem(
          deadLetter,
          "has a cut value: write the whole value and remove the headers value_bytes and"
              + " value_sha256");
    }

    if (record.value() == null) {
      throw problem(deadLetter, "has no value");
    }

    return deadLetter;
  }

  private static IllegalArgumentException problem(DeadLetterRecord deadLetter, String problem) {
    return new IllegalArgumentException(
        "dead letter " + DeadLetterTopic.text(deadLetter.place()) + " " + problem);
  }

  private static JsonNode value(byte @Nullable [] bytes) {
    try {
      Optional<String> text = printable(bytes);
      JsonNode object = text.isPresent() ? JSON.readTree(text.get()) : JSON.nullNode();
      return object.isObject() && !isBase64(object) ? object : node(bytes);
    } catch (JsonProcessingException e) {
      // Most dead letters are not JSON: that may be what is to be mended.
      return node(bytes);
    }
  }

  private static JsonNode node(byte @Nullable [] bytes) {
    if (bytes == null) {
      return JSON.nullNode();
    }

    Optional<String> text = printable(bytes);
    return text.isPresent()
        ? JSON.getNodeFactory().textNode(text.get())
        : JSON.createObjectNode().put(BASE64, Base64.getEncoder().encodeToString(bytes));
  }

  private static byte @Nullable [] bytes(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }

    return isBase64(node)
        ? Base64.getDecoder().decode(node.get(BASE64).asText())
        : (node.isTextual() ? node.asText() : node.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isBase64(JsonNode node) {
    return node.size() == 1 && node.path(BASE64).isTextual();
  }

  /**
   * Returns bytes as text; empty if they are not UTF-8 or have a control character that a terminal
   * would act on.
   */
  public static Optional<String> printable(byte @Nullable [] bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes == null ? new byte[0] : bytes))
              .toString();
      return text.chars()
              .anyMatch(
                  character -> Character.isISOControl(character) && "\t\n\r".indexOf(character) < 0)
          ? Optional.empty()
          : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
