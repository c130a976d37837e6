// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.jspecify.annotations.Nullable;

/** The catalog's database does not answer, or refuses a request. The message is for the user. */
public final class CatalogUnavailableException extends RuntimeException {
  CatalogUnavailableException(CatalogSettings settings, @Nullable String problem, Throwable cause) {
    super("The catalog at " + settings.url() + " " + problem, cause);
  }

  static CatalogUnavailableException of(CatalogSettings settings, Throwable cause) {
    return new CatalogUnavailableException(
        settings,
        "cannot be used: "
            + Throwables.getRootCause(cause).getMessage()
            + ". Check the address, the user and the password, and that the database exists.",
        cause);
  }
}
