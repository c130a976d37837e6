// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesIT {
  // Small, and with a shared library that is rarely installed.
  private static final List<String> PACKAGES = List.of("sipcalc", "libcaca0");

  @TempDir Path folder;

  @Test
  void unpacksPackagesOnceForConcurrentCalls() throws Exception {
    Cache cache = new Cache(folder.resolve("cache"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<DebianPackages> other =
          threads.submit(() -> DebianPackages.obtain(cache, "tools", PACKAGES));
      DebianPackages packages = DebianPackages.obtain(cache, "tools", PACKAGES);

      Path program = packages.file("usr/bin/sipcalc");
      assertThat(program).isExecutable();
      assertThat(other.get().file("usr/bin/sipcalc")).isEqualTo(program);
      assertThat(cache.folder()).isDirectoryNotContaining("glob:**/.making-*");
      assertThat(packages.libraryPath()).contains(cache.folder() + "/tools/usr/lib/");
      assertThat(run(packages, "usr/bin/sipcalc", "127.0.0.1")).contains("127.0.0.1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void downloadsItsOwnPackageLists() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Path content = Files.createDirectory(folder.resolve("content"));
    Path emptyLists = Files.createDirectories(folder.resolve("lists/partial")).getParent();
    Path settings =
        Files.writeString(
            folder.resolve("apt.conf"), "Dir::State::lists \"" + emptyLists + "\";\n");

    DebianPackages.unpack(
        List.of("env", "APT_CONFIG=" + settings), List.of("sipcalc"), content, scratch);

    assertThat(scratch.resolve("lists")).isNotEmptyDirectory();
    assertThat(content.resolve("usr/bin/sipcalc")).isExecutable();
  }

  @Test
  void reportsTheMissingPackagesInOneLine() {
    assertThatThrownBy(
            () ->
                DebianPackages.obtain(
                    new Cache(folder.resolve("cache")), "none", List.of("no-such-package")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Unable to locate package no-such-package")
        .hasMessageEndingWith("Install them: sudo apt-get install no-such-package")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    assertThat(folder.resolve("cache/none")).doesNotExist();
  }

  private String run(DebianPackages packages, String program, String argument) throws Exception {
    Path output = folder.resolve("output.txt");
    ChildProcess.run(program, packages.command(program, List.of(argument)), "", output);
    return Files.readString(output);
  }
}
