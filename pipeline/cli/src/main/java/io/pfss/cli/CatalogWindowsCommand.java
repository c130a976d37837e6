package io.pfss.cli;

import io.pfss.pipeline.catalog.WindowCommit;
import io.pfss.pipeline.catalog.WindowRecord;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The windows that are committed. */
@Command(
    name = "windows",
    description = "The windows that are committed: rows, times, offsets, what came late.",
    mixinStandardHelpOptions = true)
final class CatalogWindowsCommand implements Runnable {
  @Mixin private CatalogOptions catalog;
  @Mixin private TimeRange range;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<WindowRecord> records =
        catalog
            .open()
            .database()
            .windows()
            .between(range.from().toEpochMilli(), range.to().toEpochMilli());
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "WINDOW (UTC)",
            "LENGTH",
            "SHARD",
            "PANE",
            "ROWS",
            "LATE",
            "REPEATS",
            "BYTES",
            "COMMITTED",
            "SNAPSHOT",
            "OFFSETS"),
        records.stream().map(CatalogWindowsCommand::row).toList(),
        "No window is committed.");
  }

  private static List<String> row(WindowRecord record) {
    WindowCommit commit = record.commit();
    return List.of(
        TextTable.time(commit.windowStartMillis()),
        (commit.windowEndMillis() - commit.windowStartMillis()) / 1000 + " s",
        Integer.toString(commit.shard()),
        Integer.toString(commit.pane()),
        Long.toString(commit.rows()),
        Long.toString(commit.lateRows()),
        Long.toString(commit.duplicates()),
        Long.toString(commit.fileBytes()),
        TextTable.time(record.committedAtMillis()),
        Long.toString(record.snapshotId()),
        commit.offsets().stream()
            .map(span -> span.partition() + ":" + span.first() + "-" + span.last())
            .collect(Collectors.joining(" ")));
  }
}
