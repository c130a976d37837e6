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

  private static String errorOf(String option) {
    StringWriter err = new StringWriter();
    int status =
        Pfss.run(
            new String[] {"catalog", "windows", option},
            new PrintWriter(new StringWriter()),
            new PrintWriter(err));
    assertThat(status).isEqualTo(2);
    return err.toString();
  }
}
