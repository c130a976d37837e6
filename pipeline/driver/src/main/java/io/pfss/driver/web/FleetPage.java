package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    String search = Parameters.search(request);
    List<Long> chosen = Parameters.sensors(request);
    Fleet now = fleet.value(true);
    List<SensorStatus> found =
        now.sensors().stream()
            .filter(sensor -> Long.toString(sensor.sensorId()).startsWith(search))
            .toList();
    ObjectNode json =
        Json.answer(now.time())
            .put("total", now.sensors().size())
            .put("newest", now.newestMillis());
    ObjectNode counts = json.putObject("counts");
    SohState.ALL.forEach(state -> counts.put(state.word(), now.count(Optional.of(state))));
    counts.put("unknown", now.count(Optional.empty()));
    json.put("found", found.size());
    ArrayNode listed = json.putArray("sensors");
    found.stream().limit(MAX_LISTED).forEach(sensor -> add(listed, sensor));
    ArrayNode shown = json.putArray("chosen");
    now.sensors().stream()
        .filter(sensor -> chosen.contains(sensor.sensorId()))
        .forEach(sensor -> add(shown, sensor));
    return Json.response(json);
  }

  private static void add(ArrayNode json, SensorStatus sensor) {
    json.addObject()
        // Text: a browser's numbers hold 53 bits.
        .put("id", Long.toString(sensor.sensorId()))
        .put("time", sensor.eventTimeMillis())
        .put("state", sensor.state().map(SohState::word).orElse("unknown"))
        .put("pf", Json.rounded(sensor.powerFactors().average()))
        .put("temperature", Json.rounded(sensor.temperature()));
  }
}
