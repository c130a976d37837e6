package io.pfss.driver.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves pages over HTTP, to be read only: nothing that is asked for changes anything. A page that
 * fails is an error in the log and for whoever asked, and nobody else.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int THREADS = 16;
  private static final int BACKLOG = 50;

  /** No script, style or data from elsewhere, and no page around ours. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;

  private WebServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param host the name or address to listen at
   * @param port the port; 0 for any that is free
   * @param pages by their paths; of several that a request begins with, the longest is asked
   * @throws IllegalArgumentException if the host is not known, the port impossible or taken; the
   *     message is for the user
   */
  public static WebServer start(String host, int port, Map<String, WebPage> pages) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("--webHost=" + host + " is not known");
    }

    try {
      HttpServer server = HttpServer.create(address, BACKLOG);
      ExecutorService threads =
          Executors.newFixedThreadPool(
              THREADS,
              new ThreadFactoryBuilder().setNameFormat("pfss-web-%d").setDaemon(true).build());
      server.setExecutor(threads);
      KnownHosts hosts = KnownHosts.of(host, address.getAddress());
      pages.forEach(
          (path, page) -> server.createContext(path, exchange -> answer(exchange, hosts, page)));
      server.start();
      return new WebServer(server, threads);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--webPort="
              + port
              + " cannot be listened at ("
              + e.getMessage()
              + "): choose another, or 0 for any that is free",
          e);
    }
  }

  /** Where it is served, without a slash at the end. */
  public URI url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, KnownHosts hosts, WebPage page)
      throws IOException {
    try (exchange) {
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      WebResponse response = response(exchange, hosts, page);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", response.contentType());
      headers.set("Cache-Control", "no-store");
      headers.set("Content-Security-Policy", CONTENT_POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      byte[] body = response.body();
      exchange.sendResponseHeaders(
          response.status(), isHead || body.length == 0 ? -1 : body.length);
      if (!isHead) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static WebResponse response(HttpExchange exchange, KnownHosts hosts, WebPage page) {
    if (!hosts.isKnown(exchange.getRequestHeaders().getFirst("Host"))) {
      return WebResponse.message(421, "Not the name that this is served at: see --webHost");
    }

    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return WebResponse.message(405, "Only GET and HEAD are answered, not " + method);
    }

    URI request = exchange.getRequestURI();
    try {
      return page.get(request);
    } catch (IllegalArgumentException e) {
      return WebResponse.message(400, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.warn("{} cannot be told: {}", request.getPath(), e.toString());
      return WebResponse.message(503, e.toString());
    } catch (RuntimeException e) {
      LOG.error("{} failed", request.getPath(), e);
      return WebResponse.message(500, "The log says what failed");
    }
  }
}
