// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A former version of PFSS, built from this repository's history.
 *
 * @param home the folder of its sources
 */
record FormerVersion(Path home) {
  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(10);

  /**
   * Takes the sources of a commit out of the repository and compiles them.
   *
   * @param repository a clone that has the commit
   * @param folder a new folder
   */
  static FormerVersion build(Path repository, String commit, Path folder)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder);
    Path sources = home.resolve("sources.tar");
    run(
        home,
        List.of(
            "git",
            "-C",
            repository.toString(),
            "archive",
            "--output=" + sources.toAbsolutePath(),
            commit));
    run(home, List.of("tar", "-xf", sources.toString(), "-C", home.toString()));
    run(
        home,
        List.of(
            "mvn",
            "-B",
            "-q",
            "-f",
            home.toString(),
            "-Pdirect",
            "-pl",
            "runners/direct",
            "-am",
            "compile",
            "dependency:build-classpath",
            "-Dmdep.includeScope=runtime",
            // Each module writes it; the last one is runners/direct.
            "-Dmdep.outputFile=" + classPath(home).toAbsolutePath()));
    return new FormerVersion(home);
  }

  /** Starts its main job on DirectRunner. */
  MainJobProcess start(Path folder, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("--home=" + home);
    arguments.add("--dataFolder=" + folder.resolve("data"));
    arguments.addAll(options);
    return MainJobProcess.start(
        Files.createDirectories(folder),
        home.resolve("runners/direct/target/classes") + ":" + Files.readString(classPath(home)),
        DirectMain.class.getName(),
        arguments);
  }

  private static Path classPath(Path home) {
    return home.resolve("classpath");
  }

  private static void run(Path home, List<String> command)
      throws IOException, InterruptedException {
    ChildProcess.run(command.get(0), command, "", home.resolve("build.log"), BUILD_TIMEOUT);
  }
}
