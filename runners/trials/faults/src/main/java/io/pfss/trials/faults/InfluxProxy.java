package io.pfss.trials.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a real influxd, and hands on requests, slowly, or refuses them. */
final class InfluxProxy implements AutoCloseable {
  private static final int OK = 200;
  private static final int BAD_GATEWAY = 502;
  private static final List<String> HANDED_ON =
      List.of("content-type", "content-encoding", "authorization");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI target;
  private volatile int refusal = OK;
  private volatile Duration delay = Duration.ZERO;

  InfluxProxy(URI target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers every request with a status from now on. */
  void refuse(int status) {
    refusal = status;
  }

  /** Lets every request wait from now on. */
  void slowDown(Duration wait) {
    delay = wait;
  }

  /** Hands on every request at once from now on. */
  void heal() {
    refusal = OK;
    delay = Duration.ZERO;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Waiting.pause(delay);
      if (refusal != OK) {
        exchange.sendResponseHeaders(refusal, -1);
        return;
      }

      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      for (String name : HANDED_ON) {
        List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        values.forEach(value -> request.header(name, value));
      }

      byte[] answer = forward(exchange, request.build());
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The proxy is ending", e);
    }
  }

  private byte[] forward(HttpExchange exchange, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      byte[] answer = response.body();
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      return answer;
    } catch (IOException e) {
      exchange.sendResponseHeaders(BAD_GATEWAY, -1);
      return new byte[0];
    }
  }
}
