// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Any bytes give a reading or a dead letter, never another exception. */
class HeatJsonMutantTest {
  private static final List<byte[]> TOKENS =
      Stream.of(
              "NaN",
              "null",
              "true",
              "1e999",
              "-1e-999",
              "1e99999999999",
              "00",
              "-",
              "\"",
              "\\u12",
              "\\ud800",
              "{",
              "}",
              "[",
              "]",
              ",",
              ":",
              "\u0000",
              "\"sensor_id\":",
              "\"timestamp\":",
              "\"온도\":",
              "{\"a\":[{}]}",
              "[".repeat(3_000),
              "{\"a\":".repeat(2_000),
              "9".repeat(2_000),
              "\"" + "x".repeat(5_000) + "\"")
          .map(token -> token.getBytes(StandardCharsets.UTF_8))
          .toList();

  @Provide
  Arbitrary<byte[]> mutants() {
    Arbitrary<byte[]> valid = Readings.any().map(HeatJson::write);
    Arbitrary<List<Mutation>> mutations = mutation().list().ofMinSize(1).ofMaxSize(6);
    return Combinators.combine(valid, mutations).as(HeatJsonMutantTest::mutate);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void mutantIsReadingOrDeadLetter(@ForAll("mutants") byte[] json) {
    try {
      HeatReading reading = HeatJson.read(json);
      assertThat(reading.eventTimeMillis()).isBetween(0L, HeatJson.MAX_EVENT_TIME_MILLIS);
      for (Measure measure : Measure.ALL) {
        assertThat(Double.isInfinite(reading.value(measure))).isFalse();
      }
    } catch (InvalidReadingException e) {
      assertThat(e.code()).isIn(ErrorCode.MALFORMED, ErrorCode.SCHEMA, ErrorCode.OUT_OF_RANGE);
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
    }
  }

  private static Arbitrary<Mutation> mutation() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.integers().between(0, 1_000_000))
        .as(Mutation::new);
  }

  private static byte[] mutate(byte[] valid, List<Mutation> mutations) {
    byte[] json = valid;
    for (Mutation mutation : mutations) {
      json = mutation.apply(json);
    }

    return json;
  }

  private enum Kind {
    FLIP,
    CUT,
    REMOVE,
    INSERT_TOKEN,
    REPLACE_WITH_TOKEN,
    REPEAT
  }

  private record Mutation(Kind kind, int where, int what) {
    byte[] apply(byte[] json) {
      if (json.length == 0) {
        return json;
      }

      int at = where % json.length;
      int end = Math.min(json.length, at + 1 + what % 20);
      byte[] token = TOKENS.get(what % TOKENS.size());
      return switch (kind) {
        case FLIP -> {
          byte[] flipped = json.clone();
          flipped[at] ^= (byte) (1 << what % 8);
          yield flipped;
        }
        case CUT -> Arrays.copyOf(json, at);
        case REMOVE -> join(json, at, new byte[0], end);
        case INSERT_TOKEN -> join(json, at, token, at);
        case REPLACE_WITH_TOKEN -> join(json, at, token, end);
        case REPEAT -> join(json, at, Arrays.copyOfRange(json, at, end), at);
      };
    }

    private static byte[] join(byte[] json, int headEnd, byte[] middle, int tailStart) {
      byte[] joined = Arrays.copyOf(json, headEnd + middle.length + json.length - tailStart);
      System.arraycopy(middle, 0, joined, headEnd, middle.length);
      System.arraycopy(json, tailStart, joined, headEnd + middle.length, json.length - tailStart);
      return joined;
    }
  }
}
