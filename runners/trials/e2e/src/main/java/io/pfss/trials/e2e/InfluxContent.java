// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Queries an InfluxDB in InfluxQL. */
public final class InfluxContent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InfluxContent() {}

  /** Returns the rows of a query's only series by column; times are in ms since the epoch. */
  public static List<Map<String, JsonNode>> query(String url, String database, String query)
      throws IOException, InterruptedException {
    URI address =
        URI.create(url + "/query?epoch=ms&db=" + encode(database) + "&q=" + encode(query));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    JsonNode result = JSON.readTree(answer.body()).path("results").path(0);
    if (answer.statusCode() != 200 || result.has("error")) {
      throw new IOException(query + ": " + answer.body());
    }

    JsonNode series = result.path("series").path(0);
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    for (JsonNode values : series.path("values")) {
      Map<String, JsonNode> row = new HashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(series.path("columns").path(i).asText(), values.get(i));
      }

      rows.add(row);
    }

    return rows;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
