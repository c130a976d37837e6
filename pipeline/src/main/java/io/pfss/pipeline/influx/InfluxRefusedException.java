// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * InfluxDB refuses the user or token, or shows a certificate that is not trusted. A retry would
 * fail too. The message is for the user.
 */
public final class InfluxRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  InfluxRefusedException(String url, String problem, @Nullable Throwable cause) {
    super("InfluxDB at " + url + " " + problem + ".", cause);
  }
}
