// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options of the driver's HTTP server. */
@Description("The driver's HTTP server")
public interface WebOptions extends PipelineOptions {
  @Description("Whether the driver serves the live page, metrics and health checks over HTTP.")
  @Default.Boolean(true)
  boolean isWeb();

  void setWeb(boolean web);

  @Description(
      "Host name or address that the driver's HTTP server listens on. There is no password:"
          + " whoever can connect can read everything.")
  @Default.String("127.0.0.1")
  String getWebHost();

  void setWebHost(String webHost);

  @Description(
      "Port of the driver's HTTP server. Default: 8230, or the next free one, which is printed. 0:"
          + " any free port.")
  @Nullable Integer getWebPort();

  void setWebPort(@Nullable Integer webPort);

  @Description(
      "Address under which people reach the driver's HTTP server, for links in notifications, as"
          + " https://pfss.example.com. Default: the address that the server listens on.")
  @Default.String("")
  String getPageUrl();

  void setPageUrl(String pageUrl);
}
