package io.pfss.cli;

import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class DlqOptions {
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--topic",
      defaultValue = "heat_dlq",
      description = "Topic of the dead letters. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(
      names = "--code",
      split = ",",
      description = "Only of these classes: MALFORMED, SCHEMA, OUT_OF_RANGE, MODEL, SINK.")
  private List<String> codes = List.of();

  @Option(names = "--message", description = "Only those whose message contains this text.")
  private String message = "";

  @Option(names = "--newer-than", description = "Only those of this age or less: 24h, 10m.")
  private Duration age;

  DeadLetterTopic open() {
    return new DeadLetterTopic(kafka.cluster(), topic);
  }

  /** Whether a dead letter is one of those. */
  Predicate<DeadLetterRecord> filter() {
    long since = age == null ? Long.MIN_VALUE : System.currentTimeMillis() - age.toMillis();
    return deadLetter ->
        (codes.isEmpty() || codes.contains(deadLetter.code()))
            && deadLetter.message().contains(message)
            && deadLetter.timeMillis() >= since;
  }
}
