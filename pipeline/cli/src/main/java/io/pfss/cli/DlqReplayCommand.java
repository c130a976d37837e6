package io.pfss.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.ReplayDeadLetters;
import io.pfss.pipeline.deadletter.ReplayDeadLetters.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
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
    ReplayDeadLetters replay = new ReplayDeadLetters(letters.open(), this::write);
    Map<Outcome, Long> counts =
        dryRun ? replay.dryRun(letters.filter()) : replay.run(letters.filter());
    ObjectNode result = JSON.createObjectNode().put("dryRun", dryRun);
    counts.forEach((outcome, count) -> result.put(outcome.key(), count));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d dead letters %s, %d replayed before, %d without source, %d refused by InfluxDB again,"
            + " %d not replayed as InfluxDB no longer keeps their time,"
            + " %d not replayed as their value is cut, %d too large for their topic%n",
        counts.get(Outcome.SENT),
        dryRun ? "would be replayed" : "replayed",
        counts.get(Outcome.BEFORE),
        counts.get(Outcome.LEFT),
        counts.getOrDefault(Outcome.REFUSED, 0L),
        counts.get(Outcome.EXPIRED),
        counts.get(Outcome.CUT),
        counts.getOrDefault(Outcome.TOO_LARGE, 0L));
    out.println("PFSS_DLQ_REPLAY " + JSON.writeValueAsString(result));
    return 0;
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
