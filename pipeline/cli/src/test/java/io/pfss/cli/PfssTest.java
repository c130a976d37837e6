// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PfssTest {
  @Test
  void acceptsTheMainJobsSpellingOfOptions() {
    assertThat(errorOf("--catalog-url=jdbc:Else:x"))
        .contains("jdbc:Else:x must begin with")
        .isEqualTo(errorOf("--catalogUrl=jdbc:Else:x"));
    assertThat(errorOf("--catalogURI=x")).contains("Unknown option");
  }

  @Test
  void saysItsVersion() {
    StringWriter out = new StringWriter();
    assertThat(
            Pfss.run(
                new String[] {"--version"},
                new PrintWriter(out),
                new PrintWriter(new StringWriter())))
        .isZero();
    assertThat(out.toString()).matches("pfss \\d+\\.\\d+\\.\\d+\\S*, Java 17\\S*\\s*");
  }

  @Test
  void refusesAnUnknownCodeOfDeadLetters() {
    assertThat(error("dlq", "replay", "--code=WRONG"))
        .contains("'WRONG'")
        .contains("MALFORMED, SCHEMA, OUT_OF_RANGE, MODEL, SINK");
  }

  private static String errorOf(String option) {
    return error("catalog", "windows", option);
  }

  private static String error(String... arguments) {
    StringWriter err = new StringWriter();
    int status = Pfss.run(arguments, new PrintWriter(new StringWriter()), new PrintWriter(err));
    assertThat(status).isEqualTo(2);
    return err.toString();
  }
}
