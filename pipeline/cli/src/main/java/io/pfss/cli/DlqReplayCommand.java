package io.pfss.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.deadletter.ReplayDeadLetters;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters again. */
@Command(
    name = "replay",
    description =
        "Sends dead letters to the topic that they came from, and points that InfluxDB refused to"
            + " InfluxDB. Each is sent once, even if the command runs again.",
    mixinStandardHelpOptions = true)
final class DlqReplayCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private DlqOptions letters;
  @Mixin private InfluxOptions influx;

  @Option(names = "--dry-run", description = "Only prints how many would be sent.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DeadLetterTopic topic = letters.open();
    ObjectNode result = JSON.createObjectNode().put("dryRun", dryRun);
    if (dryRun) {
      count(topic, result);
    } else {
      ReplayDeadLetters replay = new ReplayDeadLetters(topic, this::write);
      replay.run(letters.filter());
      result
          .put("sent", replay.sent())
          .put("before", replay.before())
          .put("left", replay.left())
          .put("refused", replay.refused())
          .put("expired", replay.expired())
          .put("cut", replay.cut())
          .put("tooLarge", replay.tooLarge());
    }

    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d dead letters %s, %d replayed before, %d without source, %d refused by InfluxDB again,"
            + " %d not replayed as InfluxDB no longer keeps their time,"
            + " %d not replayed as their value is cut, %d too large for their topic%n",
        result.get("sent").asLong(),
        dryRun ? "would be replayed" : "replayed",
        result.get("before").asLong(),
        result.get("left").asLong(),
        result.path("refused").asLong(),
        result.get("expired").asLong(),
        result.get("cut").asLong(),
        result.path("tooLarge").asLong());
    out.println("PFSS_DLQ_REPLAY " + JSON.writeValueAsString(result));
    return 0;
  }

  private void count(DeadLetterTopic topic, ObjectNode result) {
    Set<?> replayed = topic.replayed();
    Predicate<DeadLetterRecord> filter = letters.filter();
    AtomicLong sent = new AtomicLong();
    AtomicLong before = new AtomicLong();
    AtomicLong left = new AtomicLong();
    AtomicLong expired = new AtomicLong();
    AtomicLong cut = new AtomicLong();
    topic.read(
        letter -> {
          if (filter.test(letter)) {
            AtomicLong due = letter.hasTarget() ? sent : left;
            AtomicLong other = letter.isExpired() ? expired : before;
            (letter.isExpired() || replayed.contains(letter.place())
                    ? other
                    : letter.isCut() ? cut : due)
                .incrementAndGet();
          }
        });
    result
        .put("sent", sent.get())
        .put("before", before.get())
        .put("left", left.get())
        .put("expired", expired.get())
        .put("cut", cut.get());
  }

  private void write(List<DeadLetterRecord> letters, BiConsumer<DeadLetterRecord, String> refused)
      throws IOException {
    if (!letters.isEmpty()) {
      influx
          .lines()
          .write(letters, letter -> new String(letter.value(), StandardCharsets.UTF_8), refused);
    }
  }
}
