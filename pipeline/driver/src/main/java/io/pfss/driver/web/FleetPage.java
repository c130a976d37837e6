package io.pfss.driver.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Tells of the whole fleet: counts, the worst facilities, and those that are asked for. */
final class FleetPage implements WebPage {
  private static final int MAX_LISTED = 200;

  private final Cached<Boolean, Fleet> fleet;

  /** Tells of what is asked for by the key {@code true}: there is one fleet. */
  FleetPage(Cached<Boolean, Fleet> fleet) {
    this.fleet = fleet;
  }

  @Override
  public WebResponse get(URI request) throws IOException {
    Parameters parameters = Parameters.of(request);
    String search = parameters.search();
    List<Long> chosen = parameters.sensors();
    Fleet now = fleet.value(true);
    List<SensorStatus> found =
        now.sensors().stream()
            .filter(sensor -> Long.toString(sensor.sensorId()).startsWith(search))
            .toList();
    return Json.response(
        json -> {
          json.writeNumberField("time", now.time().toEpochMilli());
          json.writeNumberField("total", now.sensors().size());
          json.writeNumberField("newest", now.newestMillis());
          writeCounts(json, now);
          json.writeNumberField("found", found.size());
          write(json, "sensors", found.stream().limit(MAX_LISTED).toList());
          write(
              json,
              "chosen",
              now.sensors().stream().filter(sensor -> chosen.contains(sensor.sensorId())).toList());
        });
  }

  private static void writeCounts(JsonGenerator json, Fleet fleet) throws IOException {
    json.writeObjectFieldStart("counts");
    for (SohState state : SohState.ALL) {
      json.writeNumberField(state.word(), fleet.count(Optional.of(state)));
    }

    json.writeNumberField("unknown", fleet.count(Optional.empty()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<SensorStatus> sensors)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (SensorStatus sensor : sensors) {
      json.writeStartObject();
      // Text: a browser's numbers hold 53 bits.
      json.writeStringField("id", Long.toString(sensor.sensorId()));
      json.writeNumberField("time", sensor.eventTimeMillis());
      json.writeStringField("state", sensor.state().map(SohState::word).orElse("unknown"));
      Json.writeNumber(json, "pf", sensor.powerFactors().average());
      Json.writeNumber(json, "temperature", sensor.temperature());
      json.writeEndObject();
    }

    json.writeEndArray();
  }
}
