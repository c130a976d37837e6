package io.pfss.cli;

import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.element.SourceOffset;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dead letters, the latest last. */
@Command(
    name = "list",
    description = "Lists the latest dead letters, and the number of each class.",
    mixinStandardHelpOptions = true)
final class DlqListCommand implements Runnable {
  private static final int MESSAGE_LENGTH = 100;
  private static final Comparator<DeadLetterRecord> BY_TIME =
      Comparator.comparingLong(DeadLetterRecord::timeMillis);

  @Mixin private DlqOptions letters;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "Maximum number to print. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    DeadLetterTopic topic = letters.open();
    Set<SourceOffset> replayed = topic.replayed();
    Predicate<DeadLetterRecord> filter = letters.filter();
    PriorityQueue<DeadLetterRecord> latest = new PriorityQueue<>(BY_TIME);
    Map<String, Long> counts = new TreeMap<>();
    topic.read(
        letter -> {
          if (filter.test(letter)) {
            counts.merge(letter.code(), 1L, Long::sum);
            latest.add(letter);
            if (latest.size() > limit) {
              latest.remove();
            }
          }
        });
    PrintWriter out = spec.commandLine().getOut();
    TextTable.print(
        out,
        List.of("PARTITION/OFFSET", "TIME (UTC)", "CODE", "FROM", "REPLAYED", "MESSAGE"),
        latest.stream().sorted(BY_TIME).map(letter -> row(letter, replayed)).toList(),
        "No dead letter.");
    if (!counts.isEmpty()) {
      out.println();
      out.println(
          counts.entrySet().stream()
              .map(count -> count.getKey() + " " + count.getValue())
              .collect(Collectors.joining(", ")));
    }
  }

  private static String replay(DeadLetterRecord letter, Set<SourceOffset> replayed) {
    if (letter.isExpired()) {
      return "too old";
    }

    if (letter.isCut()) {
      return "cut";
    }

    return replayed.contains(letter.place()) ? "yes" : "-";
  }

  private static List<String> row(DeadLetterRecord letter, Set<SourceOffset> replayed) {
    return List.of(
        DeadLetterTopic.text(letter.place()),
        TextTable.time(letter.timeMillis()),
        letter.code(),
        letter.source(),
        replay(letter, replayed),
        SafeText.of(letter.message(), MESSAGE_LENGTH));
  }
}
