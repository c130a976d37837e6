package io.pfss.trials.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Hadoop daemons of one kind, each in a JVM of its own, on free ports of the loopback address. */
public abstract class HadoopCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JavaModule module;
  private final Path data;
  private final int webPort;
  private final Map<String, HadoopDaemon> daemons = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A cluster without a daemon yet.
   *
   * @param module the folder of the module runners/trials/hadoop, compiled
   * @param data takes a folder for each daemon
   * @param webPort of the web pages of the daemon that knows all others
   */
  HadoopCluster(Path module, Path data, int webPort) {
    this.module = new JavaModule(module);
    this.data = data;
    this.webPort = webPort;
  }

  /** Starts all daemons, without waiting for them. */
  abstract void launch() throws IOException;

  /** Waits until each daemon takes part. */
  abstract void awaitWhole() throws IOException, InterruptedException;

  /** The web pages of the daemon that knows all others. */
  public final URI webAddress() {
    return URI.create("http://127.0.0.1:" + webPort);
  }

  /** The settings for clients: what HADOOP_CONF_DIR should name. */
  public final Path confFolder() {
    return data.resolve("conf");
  }

  /** The processes, by the daemons' names. */
  public final Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    daemons.forEach((name, daemon) -> pids.put(name, daemon.pid()));
    return pids;
  }

  /** Kills a daemon, as a crash would; a NodeManager's takes its containers along. */
  public final void kill(String daemon) {
    find(daemon).kill();
  }

  /**
   * Starts a daemon again on the same data and ports, after a kill. Waits until it is up, and, if
   * it was the last that was missing, until the cluster is whole.
   */
  public final void restart(String daemon) throws IOException, InterruptedException {
    find(daemon).restart();
    if (daemons.values().stream().allMatch(each -> each.process().isAlive())) {
      awaitWhole();
    }
  }

  /**
   * Ends all at once, as a power cut would. A graceful end takes up to 20 s: a NodeManager waits
   * for its containers, and for a ResourceManager that may be gone.
   */
  @Override
  public final void close() {
    daemons.values().forEach(Server::kill);
  }

  /** Starts all, and waits until the cluster is whole; ends it if it does not come up. */
  final void startAll() throws IOException, InterruptedException {
    try {
      launch();
      for (HadoopDaemon daemon : daemons.values()) {
        daemon.awaitReady();
      }

      awaitWhole();
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Starts one more daemon, without waiting for it. */
  final void launch(String name, HadoopDaemon.Role role, Map<String, String> settings)
      throws IOException {
    HadoopDaemon daemon = new HadoopDaemon(module, role, folder(name), settings);
    daemon.launch();
    daemons.put(name, daemon);
  }

  /** Where a daemon keeps its data and its log. */
  final Path folder(String daemon) {
    return data.resolve(daemon);
  }

  /** Waits until a page of JSON that a daemon tells of itself is as wanted. */
  final void awaitPage(String daemon, String path, Predicate<String> condition)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(webAddress().resolve(path)).build();
    find(daemon)
        .process()
        .awaitUp(
            () -> condition.test(http.send(request, HttpResponse.BodyHandlers.ofString()).body()),
            TIMEOUT);
  }

  /** Whether an attribute of a page has a value. */
  static Predicate<String> attribute(String name, Object value) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\"?" + Pattern.quote(value.toString()) + "\\b")
        .asPredicate();
  }

  private HadoopDaemon find(String name) {
    HadoopDaemon daemon = daemons.get(name);
    if (daemon == null) {
      throw new IllegalArgumentException(
          "No daemon " + name + ": they are " + String.join(", ", daemons.keySet()));
    }

    return daemon;
  }
}
