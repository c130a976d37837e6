// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Options that select dead letters. */
final class DlqOptions extends DlqTopicOptions {
  @Option(
      names = "--code",
      split = ",",
      description = "Only dead letters with these codes: ${COMPLETION-CANDIDATES}.")
  private List<ErrorCode> codes = List.of();

  @Option(names = "--message", description = "Only dead letters whose message contains this text.")
  private String message = "";

  @Option(names = "--newer-than", description = "Only dead letters of at most this age: 24h, 10m.")
  private Duration age;

  /** Returns a filter for the selected dead letters. */
  Predicate<DeadLetterRecord> filter() {
    long since = age == null ? Long.MIN_VALUE : System.currentTimeMillis() - age.toMillis();
    return deadLetter ->
        (codes.isEmpty() || codes.stream().anyMatch(code -> code.name().equals(deadLetter.code())))
            && deadLetter.message().contains(message)
            && deadLetter.timeMillis() >= since;
  }
}
