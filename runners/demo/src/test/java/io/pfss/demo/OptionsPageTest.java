// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the options page with the demo's options. */
class OptionsPageTest {
  private static final Path PAGE = Path.of(System.getProperty("pfss.home"), "runners", "README.md");

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionHasARow(String option) throws IOException {
    assertThat(Files.readString(PAGE)).contains("| `--" + option + "` |");
  }

  static Stream<String> options() {
    return Arrays.stream(DemoOptions.class.getMethods())
        .filter(method -> method.getDeclaringClass().getPackageName().startsWith("io.pfss."))
        .map(method -> method.getName().replaceFirst("^(get|set|is)", ""))
        .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
        .distinct();
  }
}
