// SPDX-License-Identifier: Apache-2.0
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

/**
 * Hadoop daemons of HDFS or of YARN, each in a separate JVM, on free ports of the loopback address.
 */
public abstract class HadoopCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JavaModule module;
  private final Path data;
  private final int webPort;
  private final Map<String, HadoopDaemon> daemons = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Creates a cluster without daemons.
   *
   * @param module the folder of the module runners/trials/hadoop, compiled
   * @param data the parent of the daemons' folders
   * @param webPort the port of the web pages of the NameNode or ResourceManager
   */
  HadoopCluster(Path module, Path data, int webPort) {
    this.module = new JavaModule(module);
    this.data = data;
    this.webPort = webPort;
  }

  /** Starts all daemons, without waiting for them. */
  abstract void launch() throws IOException;

  /** Waits until all daemons have joined the cluster. */
  abstract void awaitComplete() throws IOException, InterruptedException;

  /** Returns the address of the web pages of the NameNode or ResourceManager. */
  public final URI webAddress() {
    return URI.create("http://127.0.0.1:" + webPort);
  }

  /** Returns the folder of the client settings, for HADOOP_CONF_DIR. */
  public final Path confFolder() {
    return data.resolve("conf");
  }

  /** Returns the process ids by the daemons' names. */
  public final Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    daemons.forEach((name, daemon) -> pids.put(name, daemon.pid()));
    return pids;
  }

  /** Kills a daemon, as a crash would, with the containers of a NodeManager. */
  public final void kill(String daemon) {
    find(daemon).kill();
  }

  /**
   * Restarts a killed daemon on the same data and ports. Waits until it is up, and, if all daemons
   * run again, until the cluster is complete.
   */
  public final void restart(String daemon) throws IOException, InterruptedException {
    find(daemon).restart();
    if (daemons.values().stream().allMatch(each -> each.process().isAlive())) {
      awaitComplete();
    }
  }

  /**
   * Kills all daemons at once, as a power cut would. A graceful stop would take up to 20 s: a
   * NodeManager waits for its containers, and for a ResourceManager that may be dead.
   */
  @Override
  public final void close() {
    daemons.values().forEach(Server::kill);
  }

  /** Starts all daemons and waits until the cluster is complete; kills it if it does not start. */
  final void startAll() throws IOException, InterruptedException {
    try {
      launch();
      for (HadoopDaemon daemon : daemons.values()) {
        daemon.awaitReady();
      }

      awaitComplete();
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Starts a daemon without waiting for it. */
  final void launch(String name, HadoopDaemon.Role role, Map<String, String> settings)
      throws IOException {
    HadoopDaemon daemon = new HadoopDaemon(module, role, folder(name), settings);
    daemon.launch();
    daemons.put(name, daemon);
  }

  /** Returns the folder of a daemon's data and log. */
  final Path folder(String daemon) {
    return data.resolve(daemon);
  }

  /** Waits until a JSON page of a daemon meets a condition. */
  final void awaitPage(String daemon, String path, Predicate<String> condition)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(webAddress().resolve(path)).build();
    find(daemon)
        .process()
        .awaitUp(
            () -> condition.test(http.send(request, HttpResponse.BodyHandlers.ofString()).body()),
            TIMEOUT);
  }

  /** Returns a condition on the value of an attribute of a page. */
  static Predicate<String> attribute(String name, Object value) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\"?" + Pattern.quote(value.toString()) + "\\b")
        .asPredicate();
  }

  private HadoopDaemon find(String name) {
    HadoopDaemon daemon = daemons.get(name);
    if (daemon == null) {
      throw new IllegalArgumentException(
          "Unknown daemon " + name + "; use one of " + String.join(", ", daemons.keySet()));
    }

    return daemon;
  }
}
