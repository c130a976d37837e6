// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.PlantIds;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The format with the field names of topic {@code heat}: an array of objects, or one object after
 * another as in JSON Lines.
 */
final class WideFormat implements HistoryFormat {
  final Entries.Entry<HeatReading> entry;
  private boolean atEntry;

  private WideFormat(Entries.Entry<HeatReading> entry) {
    this.entry = entry;
  }

  /**
   * Returns the format for readings with their own times: {@code timestamp} in epoch seconds, or as
   * text in Korean time.
   *
   * @param ids of facilities in the plant, which sensor_id may be
   * @param sensorId the sensor of readings without a sensor_id; empty: such readings are invalid
   * @param latest the latest valid event time
   */
  static WideFormat dated(FieldNames names, PlantIds ids, OptionalLong sensorId, Instant latest) {
    return new WideFormat(
        parser -> {
          HeatReading reading = HeatJson.readHistory(parser, names, ids, sensorId);
          Entries.checkTime(reading.eventTimeMillis(), latest);
          return reading;
        });
  }

  /** Returns the format for readings that are sent as new ones: all have time 0. */
  static WideFormat undated(FieldNames names, long sensorId) {
    return new WideFormat(parser -> HeatJson.readMeasures(parser, names, sensorId, 0));
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    atEntry = parser.nextToken() == JsonToken.START_OBJECT;
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException {
    JsonToken token = atEntry ? parser.currentToken() : parser.nextToken();
    if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
      throw new JsonParseException(parser, "unexpected content after the array of readings");
    }

    if (token == null || token == JsonToken.END_ARRAY) {
      return Optional.empty();
    }

    atEntry = false;
    return Optional.of(Entries.read(parser, entry));
  }
}
