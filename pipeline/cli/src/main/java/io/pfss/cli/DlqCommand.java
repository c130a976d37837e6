// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.deadletter.ReplayDeadLetters;
import io.pfss.pipeline.deadletter.ReplayDeadLetters.Outcome;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, shows and replays dead letters. */
@Command(
    name = "dlq",
    description = "Lists, shows and replays dead letters: records that PFSS could not process.",
    mixinStandardHelpOptions = true)
final class DlqCommand {
  private static final int MESSAGE_LENGTH = 100;
  private static final Comparator<DeadLetterRecord> BY_TIME =
      Comparator.comparingLong(DeadLetterRecord::timeMillis);

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the latest dead letters and counts all by code.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin DlqOptions options,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "Maximum number to print. Default: ${DEFAULT-VALUE}.")
          int limit) {
    DeadLetterTopic topic = options.open();
    Set<SourceOffset> replayed = topic.replayed();
    Predicate<DeadLetterRecord> filter = options.filter();
    PriorityQueue<DeadLetterRecord> latest = new PriorityQueue<>(BY_TIME);
    Map<String, Long> counts = new TreeMap<>();
    topic.read(
        deadLetter -> {
          if (filter.test(deadLetter)) {
            counts.merge(deadLetter.code(), 1L, Long::sum);
            latest.add(deadLetter);
            if (latest.size() > limit) {
              latest.remove();
            }
          }
        });
    TextTable.print(
        out(),
        List.of("PARTITION/OFFSET", "TIME (UTC)", "CODE", "FROM", "REPLAYED", "MESSAGE"),
        latest.stream().sorted(BY_TIME).map(deadLetter -> row(deadLetter, replayed)).toList(),
        "No dead letter.");
    if (!counts.isEmpty()) {
      out().println();
      out()
          .println(
              counts.entrySet().stream()
                  .map(count -> count.getKey() + " " + count.getValue())
                  .collect(Collectors.joining(", ")));
    }
  }

  private static List<?> row(DeadLetterRecord deadLetter, Set<SourceOffset> replayed) {
    return List.of(
        DeadLetterTopic.text(deadLetter.place()),
        TextTable.time(deadLetter.timeMillis()),
        deadLetter.code(),
        deadLetter.source(),
        replay(deadLetter, replayed),
        SafeText.of(deadLetter.message(), MESSAGE_LENGTH));
  }

  private static String replay(DeadLetterRecord deadLetter, Set<SourceOffset> replayed) {
    if (deadLetter.isExpired()) {
      return "too old";
    }

    if (deadLetter.isCut()) {
      return "cut";
    }

    return replayed.contains(deadLetter.place()) ? "yes" : "-";
  }

  @Command(
      name = "show",
      description =
          "Shows a dead letter: error, source, and bytes as text or, if not printable, in hex.",
      mixinStandardHelpOptions = true)
  void show(
      @Mixin DlqOptions options,
      @Parameters(
              paramLabel = "PARTITION/OFFSET",
              description = "Partition and offset of the dead letter, as list prints them: 2/17.")
          String place,
      @Option(names = "--to-file", description = "Writes the unchanged bytes to this file.")
          Path file)
      throws IOException {
    SourceOffset wanted =
        DeadLetterTopic.place(place)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'"
                            + place
                            + "' is not PARTITION/OFFSET: copy it from list, such as 2/17"));
    AtomicReference<DeadLetterRecord> found = new AtomicReference<>();
    options
        .open()
        .read(
            deadLetter -> {
              if (deadLetter.place().equals(wanted)) {
                found.set(deadLetter);
              }
            });
    if (found.get() == null) {
      throw new IllegalArgumentException(
          "Dead letter " + place + " does not exist: Kafka may have deleted it");
    }

    print(found.get());
    byte[] value = found.get().value();
    if (file == null) {
      out().println();
      out().println(text(value));
    } else {
      Files.write(file, value);
    }
  }

  private void print(DeadLetterRecord deadLetter) {
    PrintWriter out = out();
    out.println("Code:    " + deadLetter.code());
    out.println("Message: " + deadLetter.message());
    out.println("Time:    " + TextTable.time(deadLetter.timeMillis()));
    out.println("From:    " + deadLetter.source());
    if (deadLetter.isExpired()) {
      out.println("Replay:  none, as InfluxDB no longer keeps its time");
    }

    if (deadLetter.isCut()) {
      out.println("Replay:  none, as the value is cut: the record has " + deadLetter.cut());
    }

    out.println("Bytes:   " + deadLetter.value().length);
  }

  private static String text(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return text.chars().anyMatch(DlqCommand::isControl) ? hex(value) : text;
    } catch (CharacterCodingException e) {
      return hex(value);
    }
  }

  /** Whether the character is a control character that a terminal would act on. */
  private static boolean isControl(int character) {
    return Character.isISOControl(character) && "\t\n\r".indexOf(character) < 0;
  }

  private static String hex(byte[] value) {
    return HexFormat.ofDelimiter(" ").formatHex(value);
  }

  @Command(
      name = "replay",
      description =
          "Sends dead letters to their source topic, and points that InfluxDB refused to InfluxDB."
              + " Each is sent once, even if the command runs again.",
      mixinStandardHelpOptions = true)
  void replay(
      @Mixin DlqOptions options,
      @Mixin InfluxOptions influx,
      @Option(names = "--dry-run", description = "Only print how many would be sent.")
          boolean dryRun)
      throws IOException {
    ReplayDeadLetters replay = new ReplayDeadLetters(options.open(), influx::write);
    Map<Outcome, Long> counts =
        dryRun ? replay.dryRun(options.filter()) : replay.run(options.filter());
    out()
        .printf(
            Locale.ROOT,
            "%d dead letters %s, %d replayed before, %d without source, %d refused by InfluxDB"
                + " again, %d not replayed as InfluxDB no longer keeps their time,"
                + " %d not replayed as their value is cut, %d too large for their topic%n",
            counts.get(Outcome.SENT),
            dryRun ? "would be replayed" : "replayed",
            counts.get(Outcome.BEFORE),
            counts.get(Outcome.LEFT),
            counts.getOrDefault(Outcome.REFUSED, 0L),
            counts.get(Outcome.EXPIRED),
            counts.get(Outcome.CUT),
            counts.getOrDefault(Outcome.TOO_LARGE, 0L));
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
    counts.forEach((outcome, count) -> result.put(outcome.key(), count));
    out().println("PFSS_DLQ_REPLAY " + result);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
