// SPDX-License-Identifier: Apache-2.0
package io.pfss.distribution;

import io.pfss.trials.e2e.MainJobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The unpacked distribution, of which commands run as on a machine that has Java 17 and nothing
 * else of PFSS.
 *
 * @param home its folder
 */
record Distribution(Path home) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Unpacks the distribution into a folder. */
  static Distribution unpack(Path folder) throws IOException, InterruptedException {
    String archive = System.getProperty("pfss.distribution");
    int status =
        new ProcessBuilder("tar", "-xzf", archive, "-C", folder.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("Failed to unpack " + archive);
    }

    try (Stream<Path> content = Files.list(folder)) {
      return new Distribution(content.findFirst().orElseThrow());
    }
  }

  /** Starts the command pfss, with an own home folder and working folder. */
  MainJobProcess start(Path user, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/pfss").toString()));
    command.addAll(List.of(arguments));
    return start(user, environment, command);
  }

  static MainJobProcess start(Path user, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Files.createDirectories(user).toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HOME", user.toString());
    builder.environment().putAll(environment);
    return MainJobProcess.start(user, builder);
  }

  /** Runs the command pfss to its end and returns what it printed, its exit status last. */
  String run(Path user, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (MainJobProcess command = start(user, environment, arguments)) {
      int status = command.exitStatus(LIMIT);
      return command.output() + "exit status " + status;
    }
  }

  /** Waits until a demo's pages list a facility in 경고. */
  static void awaitRedFacility(MainJobProcess demo) throws IOException {
    demo.awaitOutput("Web ", LIMIT);
    URI alarms = URI.create(demo.webAddress() + "/api/alarms");
    Awaitility.await("a red facility")
        .atMost(LIMIT)
        .until(() -> body(alarms).contains("\"critical\"") || demo.hasEnded());
  }

  private static String body(URI address) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
