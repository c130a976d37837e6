// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.PlantIds;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects the format of a file by its beginning. */
public final class HistoryFormats {
  private static final Pattern SENSOR_IN_NAME = Pattern.compile("(\\d{1,18})\\.(jsonl?|csv|tsv)$");

  private HistoryFormats() {}

  /**
   * Returns the format of a file whose readings have times.
   *
   * @param names the names of the readings' fields and of the long format's channels
   * @param ids of facilities in the plant, which sensor_id may be
   * @param sensorId the sensor of wide-format readings without a sensor_id, from the file's
   *     {@linkplain #sensorInName name}; empty: such readings are invalid
   * @param latest the latest valid event time
   * @throws InvalidReadingException if the format is unknown
   * @throws IOException if the file is neither JSON nor CSV, or cannot be read
   */
  public static HistoryFormat dated(
      Source file, FieldNames names, PlantIds ids, OptionalLong sensorId, Instant latest)
      throws IOException, InvalidReadingException {
    return dated(file, names, ids, sensorId, latest, LongFormat.MAX_OPEN_MINUTES);
  }

  /** Returns the same with a limit on the open minutes of the long format. */
  static HistoryFormat dated(
      Source file,
      FieldNames names,
      PlantIds ids,
      OptionalLong sensorId,
      Instant latest,
      int maxOpenMinutes)
      throws IOException, InvalidReadingException {
    return of(
        file,
        names,
        WideFormat.dated(names, ids, sensorId, latest),
        device -> LongFormat.dated(names, device, latest, maxOpenMinutes));
  }

  /**
   * Returns the format of a file whose readings are sent as new ones: all have time 0.
   *
   * @param names the names of the readings' fields and of the long format's channels
   * @param sensorId the sensor of wide-format readings without a sensor_id
   * @throws InvalidReadingException if the format is unknown
   * @throws IOException if the file is neither JSON nor CSV, or cannot be read
   */
  public static HistoryFormat undated(Source file, FieldNames names, long sensorId)
      throws IOException, InvalidReadingException {
    return of(
        file,
        names,
        WideFormat.undated(names, sensorId),
        device -> LongFormat.undated(names, device));
  }

  private static HistoryFormat of(
      Source file, FieldNames names, WideFormat wide, LongFunction<HistoryFormat> ofDevice)
      throws IOException, InvalidReadingException {
    JsonToken first;
    try (JsonParser parser = file.open()) {
      if (parser instanceof CsvParser) {
        return CsvFormat.of(parser, names, wide.entry);
      }

      first = parser.nextToken();
    }

    if (first == JsonToken.START_ARRAY) {
      return wide;
    }

    if (first != JsonToken.START_OBJECT) {
      throw new InvalidReadingException(
          ErrorCode.MALFORMED, "it is neither a JSON array nor an object");
    }

    LongHeader header;
    try (JsonParser parser = file.open()) {
      header = LongHeader.read(parser);
    }

    if (!header.isOfLongFormat()) {
      return wide;
    }

    long device =
        header
            .sensorId()
            .orElseThrow(
                () ->
                    new InvalidReadingException(
                        ErrorCode.SCHEMA, "it has neither DEVICE_ID nor DEVICE_BD_ID"));
    return ofDevice.apply(device);
  }

  /** Returns the number at the end of a file's name, before its ending. */
  public static OptionalLong sensorInName(String name) {
    Matcher sensor = SENSOR_IN_NAME.matcher(name);
    return sensor.find() ? OptionalLong.of(Long.parseLong(sensor.group(1))) : OptionalLong.empty();
  }

  /** A file that can be opened more than once. */
  @FunctionalInterface
  public interface Source {
    /** Opens a parser before the first token; the caller closes it. */
    JsonParser open() throws IOException;
  }
}
