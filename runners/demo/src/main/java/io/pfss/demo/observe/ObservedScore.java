package io.pfss.demo.observe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.Optional;

/**
 * One record of topic {@code heat_pf} as any consumer of that topic reads it.
 *
 * @param sensorId of the sensor
 * @param eventTimeMillis the reading's own time, in ms since the epoch
 * @param temperature in °C; {@code NaN} if absent
 * @param powerFactors of the reading; {@code NaN} where absent
 * @param state empty where the model could not tell
 */
record ObservedScore(
    long sensorId,
    long eventTimeMillis,
    double temperature,
    PowerFactors powerFactors,
    Optional<SohState> state) {

  /**
   * Reads the JSON value of a record.
   *
   * @throws IOException if it is not an object with the contract's fields
   */
  static ObservedScore read(byte[] json) throws IOException {
    if (json == null) {
      throw new IOException("The record has no value");
    }

    try (JsonParser parser = HeatJson.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("Expected a JSON object but found " + parser.currentToken());
      }

      return new Fields().read(parser);
    }
  }

  /** The fields while they are read. */
  private static final class Fields {
    private Long sensorId;
    private Long eventTimeMillis;
    private double temperature = Double.NaN;
    private double average = Double.NaN;
    private double r = Double.NaN;
    private double s = Double.NaN;
    private double t = Double.NaN;
    private Optional<SohState> state = Optional.empty();

    private ObservedScore read(JsonParser parser) throws IOException {
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        field(name, parser);
      }

      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("The JSON object does not end");
      }

      if (sensorId == null || eventTimeMillis == null) {
        throw new IOException("sensor_id or timestamp is missing");
      }

      return new ObservedScore(
          sensorId, eventTimeMillis, temperature, new PowerFactors(average, r, s, t), state);
    }

    private void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case HeatJson.SENSOR_ID -> sensorId = parser.getLongValue();
        case HeatJson.TIMESTAMP -> eventTimeMillis = Math.round(parser.getDoubleValue() * 1000.0);
        case "온도" -> temperature = number(parser);
        case "pf" -> average = number(parser);
        case "R_pf" -> r = number(parser);
        case "S_pf" -> s = number(parser);
        case "T_pf" -> t = number(parser);
        case "pred" -> state = state(parser);
        default -> parser.skipChildren();
      }
    }

    private static double number(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : parser.getDoubleValue();
    }

    private static Optional<SohState> state(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return Optional.empty();
      }

      String label = parser.getText();
      for (SohState state : SohState.ALL) {
        if (state.label().equals(label)) {
          return Optional.of(state);
        }
      }

      throw new IOException("pred is none of 정상, 주의, 경고: " + label);
    }
  }
}
