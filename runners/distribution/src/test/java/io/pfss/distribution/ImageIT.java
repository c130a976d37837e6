// SPDX-License-Identifier: Apache-2.0
package io.pfss.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks the image's layers, and runs its entry point as a container engine does. */
@Tag("nightly")
class ImageIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Rights that a process in a container lacks are no subject here; folders and users are. */
  private static final String ENTER =
      "mount --rbind /proc proc && mount --rbind /dev dev && exec chroot $0 . env -i"
          + " HOME=/var/lib/pfss LC_ALL=C.UTF-8 PATH=/usr/bin:/bin"
          + " sh -c 'cd /var/lib/pfss && exec \"$@\"' sh \"$@\"";

  @TempDir Path folder;

  @Test
  void entryPointTurnsAFacilityRedWithoutRoot() throws Exception {
    Path image = unpack(Path.of(System.getProperty("pfss.image")), "image");
    JsonNode manifest = blob(image, json(image.resolve("index.json")).at("/manifests/0"));
    JsonNode config = blob(image, manifest.path("config")).path("config");
    assertThat(config.path("User").asText()).isEqualTo("10001:10001");
    assertThat(config.path("Cmd").toString()).contains("--config=/etc/pfss/pfss.properties");
    // A release changes only the layers of PFSS itself.
    assertThat(manifest.path("layers"))
        .filteredOn(layer -> layer.path("size").asLong() < 10_000_000)
        .hasSizeGreaterThan(5);
    for (JsonNode layer : manifest.path("layers")) {
      unpack(path(image, layer), "root");
    }

    List<String> command = enter(config.at("/User").asText());
    command.add(config.at("/Entrypoint/0").asText());
    command.add("demo");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.resolve("root").toFile());
    try (MainJobProcess demo = MainJobProcess.start(folder, builder)) {
      Distribution.awaitRedFacility(demo);
      ProcessHandle job =
          demo.processes().stream()
              // The broker is a child of the main job.
              .filter(
                  process ->
                      isJava(process) && !process.parent().map(ImageIT::isJava).orElse(false))
              .findFirst()
              .orElseThrow(() -> new AssertionError("No main job: " + output(demo)));
      assertThat(job.info().user()).isNotEqualTo(Optional.of("root"));

      assertThat(job.destroy()).isTrue();
      assertThat(demo.exitStatus(LIMIT)).as(demo.output()).isZero();
      assertThat(demo.summary().path("agree").asBoolean()).isTrue();
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.pid() != ProcessHandle.current().pid()
        && process.info().command().orElse("").endsWith("/java");
  }

  private static String output(MainJobProcess demo) {
    try {
      return demo.output();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Root changes to the image's user; others get a name space in which they are root. */
  private static List<String> enter(String user) {
    boolean isRoot = System.getProperty("user.name").equals("root");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--fork"));
    if (!isRoot) {
      command.addAll(List.of("--user", "--map-root-user"));
    }

    command.addAll(List.of("sh", "-c", ENTER, isRoot ? "--userspec=" + user : "--"));
    return command;
  }

  private Path unpack(Path archive, String name) throws IOException, InterruptedException {
    Path target = Files.createDirectories(folder.resolve(name));
    ChildProcess.run(
        "tar",
        List.of(
            "tar",
            "--warning=no-unknown-keyword",
            "--exclude=./dev/*",
            "-xf",
            archive.toString(),
            "-C",
            target.toString()),
        "",
        folder.resolve("tar.txt"));
    return target;
  }

  private static JsonNode blob(Path image, JsonNode descriptor) throws IOException {
    return json(path(image, descriptor));
  }

  private static Path path(Path image, JsonNode descriptor) {
    return image.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
