// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageAddressTest {
  private static final Optional<URI> SERVER = Optional.of(URI.create("http://127.0.0.1:8230"));

  @Test
  void isTheGivenOneOrElseThatOfTheServer() {
    assertThat(PageAddress.of("", SERVER)).hasValue(new PageAddress("http://127.0.0.1:8230"));
    assertThat(PageAddress.of("https://desk/pfss/", SERVER))
        .hasValue(new PageAddress("https://desk/pfss"));
    assertThat(PageAddress.of("", Optional.empty())).isEmpty();
  }

  @Test
  void aWrongAddressIsRefused() {
    assertThatThrownBy(() -> PageAddress.of("pfss.example.com", SERVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--pageUrl=pfss.example.com");
  }
}
