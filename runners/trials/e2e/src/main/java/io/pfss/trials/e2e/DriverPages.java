// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the HTTP pages of a main job's driver. */
public final class DriverPages {
  private static final Pattern ADDRESS = Pattern.compile("Web +(http://\\S+)");

  /** Prometheus' text format: a comment, or a name, labels and a value. */
  private static final Pattern LINE =
      Pattern.compile(
          "# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
              + "|([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*\\})?)"
              + " (\\S+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;

  private DriverPages(URI url) {
    this.url = url;
  }

  /** Waits until a job prints the address of its pages. */
  public static DriverPages of(MainJobProcess job, Duration limit) throws IOException {
    job.awaitOutput("Web ", limit);
    Matcher address = ADDRESS.matcher(job.output());
    assertThat(address.find()).as(job.output()).isTrue();
    return new DriverPages(URI.create(address.group(1)));
  }

  /** Returns the HTTP status of a page. */
  public int status(String path) throws IOException, InterruptedException {
    return get(path).statusCode();
  }

  /** Returns the text of a page. */
  public String text(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /**
   * Scrapes the metrics and checks the format of each line. Returns the samples by name and labels.
   */
  public Map<String, Double> samples() throws IOException, InterruptedException {
    HttpResponse<String> scrape = get("/metrics");
    assertThat(scrape.statusCode()).isEqualTo(200);
    assertThat(scrape.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    Map<String, Double> samples = new HashMap<>();
    for (String line : scrape.body().split("\n", -1)) {
      Matcher sample = LINE.matcher(line);
      assertThat(line.isEmpty() || sample.matches()).as(line).isTrue();
      if (!line.isEmpty() && sample.group(2) != null) {
        Double before =
            samples.put(
                sample.group(2), Double.valueOf(sample.group(3).replace("Inf", "Infinity")));
        assertThat(before).as("%s is duplicate", sample.group(2)).isNull();
      }
    }

    return samples;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
