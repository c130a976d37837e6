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

/** What the driver of a main job serves. */
public final class DriverPages {
  private static final Pattern NOTE = Pattern.compile("Web +(http://\\S+)");

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

  /** Waits until a job says where they are. */
  public static DriverPages of(MainJobProcess job, Duration limit) throws IOException {
    job.awaitOutput("Web ", limit);
    Matcher note = NOTE.matcher(job.output());
    assertThat(note.find()).as(job.output()).isTrue();
    return new DriverPages(URI.create(note.group(1)));
  }

  /** The status of a page. */
  public int status(String path) throws IOException, InterruptedException {
    return get(path).statusCode();
  }

  /** A page's text. */
  public String text(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /** The samples of a scrape, each line of which is checked, by name and labels. */
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
        assertThat(before).as("%s comes twice", sample.group(2)).isNull();
      }
    }

    return samples;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
