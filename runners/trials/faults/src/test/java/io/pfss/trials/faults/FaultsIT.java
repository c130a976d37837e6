// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.stack.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Injects every fault once; three times with profile faults. */
@Tag("nightly")
class FaultsIT {
  private static final String HOME = System.getProperty("pfss.home");
  private static final List<String> OPTIONS = List.of(System.getProperty("pfss.faults").split(" "));

  @TempDir Path folder;

  @Test
  void losesNoReadingUnderAnyFault() throws Exception {
    Path results = folder.resolve("results.jsonl");
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(FaultsMain.class.getName(), "faults", "--home=" + HOME));
    command.addAll(OPTIONS);
    int status =
        OrphanKiller.start(
                new ProcessBuilder(command)
                    .redirectOutput(results.toFile())
                    .redirectError(log.toFile()))
            .waitFor();
    assertThat(status).as("%s%n%s", read(results), read(log)).isZero();
    assertThat(results).isNotEmptyFile();
    System.out.println(read(results));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
