// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;

/** Prints text in columns of the necessary width. */
public final class TextTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssXXX", Locale.ROOT);

  private TextTable() {}

  /**
   * Prints a header and rows, or another text if there are no rows.
   *
   * @param key in {@code texts.properties}: {@code <key>.head} has the columns, {@code <key>.none}
   *     the other text
   */
  public static void print(PrintWriter out, String key, List<? extends List<?>> rows) {
    print(
        out,
        List.of(text(key + ".head").split("\\|")),
        rows,
        rows.isEmpty() ? text(key + ".none") : "");
  }

  /** Prints a header and rows, or the text {@code none} if there are no rows. */
  public static void print(
      PrintWriter out, List<String> head, List<? extends List<?>> rows, String none) {
    if (rows.isEmpty()) {
      out.println(none);
      return;
    }

    List<String[]> lines =
        Stream.concat(Stream.of(head), rows.stream())
            .map(row -> row.stream().map(String::valueOf).toArray(String[]::new))
            .toList();
    Column[] columns =
        IntStream.range(0, head.size())
            .map(i -> 2 + lines.stream().mapToInt(line -> width(line[i])).max().orElse(0))
            .mapToObj(width -> new Column(width, 0, Column.Overflow.SPAN))
            .toArray(Column[]::new);
    CommandLine.Help.TextTable table =
        CommandLine.Help.TextTable.forColumns(
            new CommandLine.Help.ColorScheme.Builder(Ansi.OFF).build(), columns);
    lines.forEach(table::addRowValues);
    table.toString().lines().map(String::stripTrailing).forEach(out::println);
  }

  /** Returns the columns that a text takes on a terminal, two for a Korean letter. */
  private static int width(String text) {
    return Ansi.OFF.text(text).getCJKAdjustedLength();
  }

  /** Formats a time in local time, with its offset from UTC. */
  public static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  /** Formats a time in local time; a dash if it is absent. */
  public static String time(OptionalLong millis) {
    return millis.isPresent() ? time(millis.getAsLong()) : "-";
  }

  /** Formats a number before and after a change. */
  public static String change(long before, long after) {
    return before == after ? Long.toString(before) : before + " -> " + after;
  }
}
