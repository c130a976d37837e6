package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Tells the last ten minutes of a few sensors, column by column as charts want them. */
final class SeriesPage implements WebPage {
  private final Cached<List<Long>, Series> series;

  SeriesPage(Cached<List<Long>, Series> series) {
    this.series = series;
  }

  @Override
  public WebResponse get(URI request) throws IOException {
    List<Long> sensors = Parameters.sensors(request);
    if (sensors.isEmpty()) {
      throw new IllegalArgumentException("sensors= is absent");
    }

    Series now = series.value(sensors);
    ObjectNode json = Json.answer(now.time()).put("span", Series.SPAN.toMillis());
    ArrayNode answers = json.putArray("sensors");
    now.readings().forEach((sensor, rows) -> add(answers, sensor, rows));
    return Json.response(json);
  }

  private static void add(ArrayNode answers, long sensor, List<double[]> rows) {
    ObjectNode json = answers.addObject().put("id", Long.toString(sensor));
    ArrayNode times = json.putArray("time");
    rows.forEach(row -> times.add((long) row[0]));
    for (int column = 1; column <= Series.COLUMNS.size(); column++) {
      ArrayNode values = json.putArray(Series.COLUMNS.get(column - 1));
      for (double[] row : rows) {
        values.add(Json.rounded(row[column]));
      }
    }
  }
}
