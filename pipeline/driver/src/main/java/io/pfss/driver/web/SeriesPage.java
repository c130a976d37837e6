package io.pfss.driver.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Tells the last ten minutes of a few sensors, column by column as charts want them. */
final class SeriesPage implements WebPage {
  private final Cached<List<Long>, Series> series;

  SeriesPage(Cached<List<Long>, Series> series) {
    this.series = series;
  }

  @Override
  public WebResponse get(URI request) throws IOException {
    List<Long> sensors = Parameters.of(request).sensors();
    if (sensors.isEmpty()) {
      throw new IllegalArgumentException("sensors= is absent");
    }

    Series now = series.value(sensors);
    return Json.response(
        json -> {
          json.writeNumberField("time", now.time().toEpochMilli());
          json.writeNumberField("span", Series.SPAN.toMillis());
          json.writeArrayFieldStart("sensors");
          for (Map.Entry<Long, List<double[]>> sensor : now.readings().entrySet()) {
            write(json, sensor.getKey(), sensor.getValue());
          }

          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, long sensor, List<double[]> rows)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", Long.toString(sensor));
    json.writeArrayFieldStart("time");
    for (double[] row : rows) {
      json.writeNumber((long) row[0]);
    }

    json.writeEndArray();
    for (int column = 1; column <= Series.COLUMNS.size(); column++) {
      json.writeArrayFieldStart(Series.COLUMNS.get(column - 1));
      for (double[] row : rows) {
        Json.writeNumber(json, row[column]);
      }

      json.writeEndArray();
    }

    json.writeEndObject();
  }
}
