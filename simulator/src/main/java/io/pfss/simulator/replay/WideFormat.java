package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import java.io.IOException;
import java.util.Optional;

/**
 * An array of readings with the field names of topic {@code heat}; their own times do not count.
 */
final class WideFormat implements ReplayFormat {
  private final long sensorId;

  /** Readings without a sensor_id are of {@code sensorId}. */
  WideFormat(long sensorId) {
    this.sensorId = sensorId;
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    parser.nextToken();
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser, long timeMillis)
      throws IOException, InvalidReadingException {
    JsonToken token = parser.nextToken();
    return token == null || token == JsonToken.END_ARRAY
        ? Optional.empty()
        : Optional.of(HeatJson.readMeasures(parser, sensorId, timeMillis));
  }
}
