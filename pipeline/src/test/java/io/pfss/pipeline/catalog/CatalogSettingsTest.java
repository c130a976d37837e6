// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.support.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogSettingsTest {
  @Test
  void refusesAPasswordInTheUrl() {
    Secret password = Secret.inEnvironment("PFSS_CATALOG_PASSWORD");

    assertThatThrownBy(
            () ->
                new CatalogSettings(
                    "jdbc:mariadb://host/pfss?user=pfss&Password=s3cret", "", password, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contains a password")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void toStringNamesOnlyTheFileOfThePassword(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret");
    CatalogSettings settings =
        new CatalogSettings(
            "jdbc:mariadb://host/pfss", "pfss", Secret.inFile(file.toString()), Map.of());

    assertThat(settings.toString()).contains(file.toString()).doesNotContain("s3cret");
  }
}
