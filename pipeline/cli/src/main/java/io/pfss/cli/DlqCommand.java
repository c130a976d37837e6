// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.deadletter.DeadLetterFile;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.deadletter.ReplayDeadLetters;
import io.pfss.pipeline.deadletter.ReplayDeadLetters.Outcome;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
      footer = "pfss dlq list --code=SCHEMA --newer-than=24h",
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
        "dlq",
        latest.stream().sorted(BY_TIME).map(deadLetter -> row(deadLetter, replayed)).toList());
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
      return text("dlq.too_old");
    }

    if (deadLetter.isCut()) {
      return text("dlq.cut");
    }

    return replayed.contains(deadLetter.place()) ? text("dlq.yes") : "-";
  }

  @Command(
      name = "show",
      description =
          "Shows a dead letter: error, source, and bytes as text or, if not printable, in hex.",
      footer = "pfss dlq show 2/17 --json > mended.json",
      mixinStandardHelpOptions = true)
  void show(
      @Mixin DlqTopicOptions options,
      @Parameters(
              paramLabel = "PARTITION/OFFSET",
              description = "Partition and offset of the dead letter, as list prints them: 2/17.")
          String place,
      @Option(names = "--to-file", description = "Writes the unchanged bytes to this file.")
          Path file,
      @Option(
              names = "--json",
              description = "Prints the dead letter as JSON, to be mended and sent by send.")
          boolean json)
      throws IOException {
    SourceOffset wanted =
        DeadLetterTopic.place(place)
            .orElseThrow(() -> new IllegalArgumentException(text("dlq.no_place", place)));
    ConsumerRecord<byte[], byte[]> found =
        options
            .open()
            .find(wanted)
            .orElseThrow(() -> new IllegalArgumentException(text("dlq.absent", place)));
    DeadLetterRecord deadLetter = DeadLetterRecord.of(found);
    if (json) {
      out().println(DeadLetterFile.write(found));
    } else {
      print(deadLetter);
    }

    if (file != null) {
      Files.write(file, deadLetter.value());
    } else if (!json) {
      out().println();
      out()
          .println(
              DeadLetterFile.printable(deadLetter.value())
                  .orElseGet(() -> HexFormat.ofDelimiter(" ").formatHex(deadLetter.value())));
    }
  }

  private void print(DeadLetterRecord deadLetter) {
    PrintWriter out = out();
    out.println(
        text(
            "dlq.show",
            deadLetter.code(),
            deadLetter.message(),
            TextTable.time(deadLetter.timeMillis()),
            deadLetter.source()));
    if (deadLetter.isExpired()) {
      out.println(text("dlq.show.expired"));
    }

    if (deadLetter.isCut()) {
      out.println(text("dlq.show.cut", deadLetter.cut()));
    }

    out.println(text("dlq.show.bytes", deadLetter.value().length));
  }

  @Command(
      name = "replay",
      description =
          "Sends dead letters to their source topic, and points that InfluxDB refused to InfluxDB."
              + " Each is sent once, even if the command runs again.",
      footer = "pfss dlq replay --code=MODEL --newer-than=2h --dry-run",
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
    String others =
        text(
            "dlq.others",
            counts.get(Outcome.BEFORE),
            counts.get(Outcome.LEFT),
            counts.getOrDefault(Outcome.REFUSED, 0L),
            counts.get(Outcome.EXPIRED),
            counts.get(Outcome.CUT),
            counts.getOrDefault(Outcome.TOO_LARGE, 0L));
    out().println(text(dryRun ? "dlq.dry_run" : "dlq.replayed", counts.get(Outcome.SENT), others));
    printResult(dryRun, counts);
  }

  @Command(
      name = "send",
      description =
          "Sends mended dead letters to their source topic. replay does not send them again.",
      footer = "pfss dlq send mended.json",
      mixinStandardHelpOptions = true)
  void send(
      @Mixin DlqTopicOptions options,
      @Parameters(
              paramLabel = "FILE",
              description = "Dead letters as show --json prints them, one or several, mended.")
          Path file)
      throws IOException {
    List<DeadLetterRecord> mended = DeadLetterFile.read(file);
    Map<Outcome, Long> counts =
        new ReplayDeadLetters(options.open(), (lines, refused) -> {}).send(mended);
    out()
        .println(
            text(
                "dlq.sent",
                counts.get(Outcome.SENT),
                counts.get(Outcome.BEFORE),
                counts.get(Outcome.TOO_LARGE)));
    printResult(false, counts);
  }

  private void printResult(boolean isDryRun, Map<Outcome, Long> counts) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("dryRun", isDryRun);
    counts.forEach((outcome, count) -> result.put(outcome.key(), count));
    out().println("PFSS_DLQ_REPLAY " + result);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
