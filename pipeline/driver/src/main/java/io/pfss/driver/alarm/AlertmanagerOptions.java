// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.PfssOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options for Prometheus Alertmanager. */
@Description("Notification of alarms by Prometheus Alertmanager")
public interface AlertmanagerOptions extends PfssOptions {
  @Description(
      "Address of a Prometheus Alertmanager, as http://host:9093, that tells people of open alarms;"
          + " empty: none.")
  @Default.String("")
  String getAlertmanagerUrl();

  void setAlertmanagerUrl(String alertmanagerUrl);

  @Description(
      "Address under which people's browsers reach Alertmanager, for the buttons that acknowledge an"
          + " alarm. Default: the value of --alertmanagerUrl.")
  @Default.String("")
  String getAlertmanagerPageUrl();

  void setAlertmanagerPageUrl(String alertmanagerPageUrl);

  @Description(
      "User of Alertmanager, if it needs one. The password comes from --alertmanagerPasswordFile or"
          + " from the environment variable PFSS_ALERTMANAGER_PASSWORD.")
  @Default.String("")
  String getAlertmanagerUser();

  void setAlertmanagerUser(String alertmanagerUser);

  @Description("File with the password for Alertmanager.")
  @Default.String("")
  String getAlertmanagerPasswordFile();

  void setAlertmanagerPasswordFile(String alertmanagerPasswordFile);
}
