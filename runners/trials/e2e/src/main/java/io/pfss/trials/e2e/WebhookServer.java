// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** Receives what Alertmanager sends to a webhook. */
public final class WebhookServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();

  /** Starts it on a free port of the loopback address. */
  public WebhookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  /** Returns its address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/pfss";
  }

  /** Returns the notifications so far. */
  public List<JsonNode> notifications() {
    return notifications;
  }

  /**
   * Returns the values of a label in the alerts of a status, {@code firing} or {@code resolved}.
   */
  public List<String> labels(String label, String status) {
    return notifications.stream()
        .flatMap(each -> StreamSupport.stream(each.path("alerts").spliterator(), false))
        .filter(alert -> alert.path("status").asText().equals(status))
        .map(alert -> alert.path("labels").path(label).asText())
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      notifications.add(JSON.readTree(exchange.getRequestBody()));
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
