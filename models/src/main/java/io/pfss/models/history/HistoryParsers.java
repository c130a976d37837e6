// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pfss.models.reading.HeatJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Opens files of readings: JSON, or tables in CSV by the ending of their names. */
public final class HistoryParsers {
  /** The endings of the files that are read in a folder, for messages. */
  public static final String ENDINGS = ".json, .jsonl, .csv or .tsv";

  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final List<Character> SEPARATORS = List.of(',', '\t', ';');
  private static final CsvFactory CSV =
      CsvFactory.builder()
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.TRIM_SPACES)
          // As of HeatJson: messages do not quote the file.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private HistoryParsers() {}

  /** Whether a file in a folder is one of readings, by its name. */
  public static boolean hasEnding(String name) {
    return isTable(name) || name.endsWith(".json") || name.endsWith(".jsonl");
  }

  /** Whether a file is a table in CSV, by its name. */
  public static boolean isTable(String name) {
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /** Opens a local file; the caller closes the parser. */
  public static JsonParser open(Path file) throws IOException {
    return open(file.toString(), new BufferedInputStream(Files.newInputStream(file)));
  }

  /**
   * Opens a file; the caller closes the parser, which closes the stream.
   *
   * @param content a stream that supports marks
   */
  public static JsonParser open(String name, InputStream content) throws IOException {
    if (!isTable(name)) {
      return HeatJson.FACTORY.createParser(content);
    }

    content.mark(MAX_HEADER_BYTES);
    byte[] start = content.readNBytes(MAX_HEADER_BYTES);
    content.reset();
    CsvParser parser = CSV.createParser(content);
    parser.setSchema(
        CsvSchema.emptySchema()
            .withColumnSeparator(separator(new String(start, StandardCharsets.UTF_8))));
    return parser;
  }

  /**
   * Returns the separator of a table: the comma, tab or semicolon that its first line has most of.
   */
  public static char separator(String table) {
    String header = table.lines().findFirst().orElse("");
    return SEPARATORS.stream()
        .max(Comparator.comparingLong(each -> header.chars().filter(one -> one == each).count()))
        .orElseThrow();
  }
}
