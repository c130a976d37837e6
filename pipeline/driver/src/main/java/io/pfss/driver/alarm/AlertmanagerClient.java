// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pfss.models.text.Message;
import io.pfss.pipeline.PipelineSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alertmanager's API, version 2. */
final class AlertmanagerClient {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** For 10,000 alerts in one answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String ALERTS = "/api/v2/alerts";
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final String url;
  private final String pageUrl;
  private final Optional<String> authorization;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /**
   * Creates a client.
   *
   * @param pageUrl its address for people's browsers
   */
  AlertmanagerClient(String url, String pageUrl, Optional<String> authorization) {
    this.url = url;
    this.pageUrl = pageUrl;
    this.authorization = authorization;
  }

  /**
   * Returns the Alertmanager of the options; empty if there is none.
   *
   * @throws IllegalArgumentException if its address or its user is wrong; the user sees the message
   */
  static Optional<AlertmanagerClient> of(AlertmanagerOptions options) throws InterruptedException {
    String given = options.getAlertmanagerUrl();
    if (given.isEmpty()) {
      return Optional.empty();
    }

    String page = options.getAlertmanagerPageUrl();
    AlertmanagerClient client =
        new AlertmanagerClient(
            address("alertmanagerUrl", given),
            page.isEmpty()
                ? address("alertmanagerUrl", given)
                : address("alertmanagerPageUrl", page),
            authorization(options));
    client.check();
    return Optional.of(client);
  }

  /**
   * Checks an address.
   *
   * @param option that gives it
   * @return it without a slash at the end
   * @throws IllegalArgumentException if it is wrong; the user sees the message
   */
  static String address(String option, String given) {
    try {
      URI uri = URI.create(given);
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && List.of("http", "https").contains(uri.getScheme())) {
        return given.replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("Not a URI", e);
    }

    throw new IllegalArgumentException(
        "--" + option + "=" + given + " is not an address: write it as http://host:9093");
  }

  private static Optional<String> authorization(AlertmanagerOptions options) {
    String user = options.getAlertmanagerUser();
    if (user.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        PipelineSettings.secret(
                "alertmanagerPasswordFile",
                options.getAlertmanagerPasswordFile(),
                "PFSS_ALERTMANAGER_PASSWORD")
            .basicAuthorization(user));
  }

  /** Refuses a server that answers, but not as Alertmanager; one that is away may come later. */
  private void check() throws InterruptedException {
    try {
      HttpResponse<String> answer = send(request("/api/v2/status").build());
      if (answer.statusCode() == 401 || answer.statusCode() == 403) {
        throw wrong(
            url,
            Message.of(
                "refuses the user (HTTP %d): set --alertmanagerUser and its password",
                answer.statusCode()));
      }

      if (answer.statusCode() < 500
          && (answer.statusCode() != OK || !answer.body().contains("\"uptime\""))) {
        throw wrong(
            url,
            Message.of(
                "is not an Alertmanager (HTTP %d for %s): name one of version 0.25 or later",
                answer.statusCode(), "/api/v2/status"));
      }
    } catch (IOException e) {
      LOG.warn("Alertmanager unavailable; retrying url={} error={}", url, e.toString());
    }
  }

  private static IllegalArgumentException wrong(String url, String problem) {
    return new IllegalArgumentException("--alertmanagerUrl=" + url + " " + problem);
  }

  /** Returns when this Alertmanager started: after a restart it knows no alerts. */
  Instant startedAt() throws IOException, InterruptedException {
    return Instant.parse(get("/api/v2/status").path("uptime").asText());
  }

  /**
   * Returns its open alerts.
   *
   * @param filter conditions such as {@code job="pfss"}, which all must hold
   */
  List<AlertmanagerAlert> open(List<String> filter) throws IOException, InterruptedException {
    String query =
        filter.stream()
            .map(each -> "filter=" + URLEncoder.encode(each, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    List<AlertmanagerAlert> open = new ArrayList<>();
    get(ALERTS + "?" + query).forEach(each -> open.add(AlertmanagerAlert.of(each)));
    return open;
  }

  /** Returns the active silences. */
  List<Silence> silences() throws IOException, InterruptedException {
    List<Silence> silences = new ArrayList<>();
    for (JsonNode each : get("/api/v2/silences")) {
      try {
        Silence.of(each).ifPresent(silences::add);
      } catch (IllegalArgumentException e) {
        LOG.debug("Ignored a silence silence={}", each, e);
      }
    }

    return silences;
  }

  /** Posts alerts. Alertmanager takes those that it finds valid, and the log names the others. */
  void post(ArrayNode alerts) throws IOException, InterruptedException {
    HttpRequest request =
        request(ALERTS)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(alerts.toString()))
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() == BAD_REQUEST) {
      LOG.warn("Alertmanager refused alerts error={}", answer.body());
    } else if (answer.statusCode() != OK) {
      throw failure(answer);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(path).build());
    if (answer.statusCode() != OK) {
      throw failure(answer);
    }

    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static IOException failure(HttpResponse<String> answer) {
    return new IOException("HTTP " + answer.statusCode() + " for " + answer.uri());
  }

  /** Returns its address for people's browsers. */
  String pageUrl() {
    return pageUrl;
  }

  @Override
  public String toString() {
    return url;
  }
}
