// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A read-only HTTP server: no request changes anything. A page that fails affects only its own
 * request and the log.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int THREADS = 16;
  private static final int BACKLOG = 50;

  /** Forbids scripts, styles and data from other hosts, and embedding in another page. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** The port if none is given; the next ones are tried if it is taken. */
  private static final int DEFAULT_PORT = 8230;

  private static final int DEFAULT_PORTS = 20;

  /** Shorter responses are not compressed: they fit into a packet. */
  private static final int MIN_COMPRESSED_BYTES = 1_400;

  private final HttpServer server;
  private final ExecutorService threads;

  private WebServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server.
   *
   * @param host name or address to listen on
   * @param port to listen on; 0 for any free port; null for the default one, or the next free one
   * @param pages by path; a request goes to the page with the longest matching prefix
   * @throws IllegalArgumentException if the host is unknown, or the port is invalid or in use; the
   *     user sees the message
   */
  public static WebServer start(String host, @Nullable Integer port, Map<String, WebPage> pages) {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException(
          "--webPort=" + port + " is not a port: choose one up to 65535, or 0 for any free port");
    }

    InetSocketAddress address = new InetSocketAddress(host, port == null ? DEFAULT_PORT : port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "--webHost=" + host + " is an unknown host: name one of this machine");
    }

    try {
      HttpServer server =
          port == null ? onFreePort(address.getAddress()) : HttpServer.create(address, BACKLOG);
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
          (port == null ? "--webHost=" + host : "--webPort=" + port)
              + " is not available ("
              + e.getMessage()
              + (port == null
                  ? "): name a host of this machine"
                  : "): choose another port, or 0 for any free port"),
          e);
    }
  }

  private static HttpServer onFreePort(InetAddress host) throws IOException {
    for (int port = DEFAULT_PORT; port < DEFAULT_PORT + DEFAULT_PORTS; port++) {
      try {
        return HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
      } catch (BindException e) {
        LOG.info("Port not available; trying the next one port={} error={}", port, e.getMessage());
      }
    }

    return HttpServer.create(new InetSocketAddress(host, 0), BACKLOG);
  }

  /** Returns the server's URL, without a slash at the end. */
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
      String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
      if (body.length >= MIN_COMPRESSED_BYTES && accepted.contains("gzip")) {
        headers.set("Content-Encoding", "gzip");
        body = compressed(body);
      }

      exchange.sendResponseHeaders(
          response.status(), isHead || body.length == 0 ? -1 : body.length);
      if (!isHead) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }

    return bytes.toByteArray();
  }

  private static WebResponse response(HttpExchange exchange, KnownHosts hosts, WebPage page) {
    if (!hosts.isKnown(exchange.getRequestHeaders().getFirst("Host"))) {
      return WebResponse.message(421, "Unknown host name: use the name in --webHost");
    }

    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return WebResponse.message(405, "Only GET and HEAD are allowed, not " + method);
    }

    URI request = exchange.getRequestURI();
    try {
      return page.get(request);
    } catch (IllegalArgumentException e) {
      return WebResponse.message(400, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.warn(
          "Data source of a page not available path={} error={}", request.getPath(), e.toString());
      return WebResponse.message(503, e.toString());
    } catch (RuntimeException e) {
      LOG.error("Page failed path={}", request.getPath(), e);
      return WebResponse.message(500, "Internal error; see the job's log");
    }
  }
}
