package io.pfss.driver.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the options have the driver serve over HTTP; it may be nothing. */
public final class DriverWeb implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverWeb.class);

  private final Optional<WebServer> server;

  private DriverWeb(Optional<WebServer> server) {
    this.server = server;
  }

  /**
   * Starts to serve, unless {@code --web=false}.
   *
   * @param pages by their paths
   * @throws IllegalArgumentException if {@code --webHost} or {@code --webPort} is wrong; the
   *     message is for the user
   */
  public static DriverWeb start(WebOptions options, Map<String, WebPage> pages) {
    if (!options.isWeb()) {
      return new DriverWeb(Optional.empty());
    }

    WebServer server = WebServer.start(options.getWebHost(), options.getWebPort(), pages);
    LOG.info("Serving {} at {}", pages.keySet(), server.url());
    return new DriverWeb(Optional.of(server));
  }

  /** Where it is served, without a slash at the end; empty if it is not. */
  public Optional<URI> url() {
    return server.map(WebServer::url);
  }

  /** For the user: where it is served. */
  public List<String> notes() {
    return url().map(url -> "Web        " + url).stream().toList();
  }

  @Override
  public void close() {
    server.ifPresent(WebServer::close);
  }
}
