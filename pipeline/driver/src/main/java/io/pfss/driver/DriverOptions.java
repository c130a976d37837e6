// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.driver.alarm.AlertmanagerOptions;
import io.pfss.driver.metrics.MonitorOptions;
import io.pfss.driver.web.WebOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The driver's options, in addition to those of the pipeline. */
@Description("The driver: how long it runs, its folder, its log")
public interface DriverOptions extends MonitorOptions, WebOptions, AlertmanagerOptions {
  @Description("How long to run, in seconds; 0: until Ctrl-C or SIGTERM.")
  @Default.Long(0)
  long getSeconds();

  void setSeconds(long seconds);

  @Description(
      "Path of a file that stops the job gracefully as soon as the file exists, on any file system"
          + " that Beam supports. For a driver in a cluster, which receives no signal.")
  @Default.String("")
  String getStopFile();

  void setStopFile(String stopFile);

  @Description(
      "Folder for the log, the warehouse unless --warehouse is given, and the data of servers that"
          + " the job starts. Default: a new folder in target/pfss of a checkout, or else in pfss-data of"
          + " the current folder.")
  @Default.String("")
  String getDataFolder();

  void setDataFolder(String dataFolder);

  @Description(
      "Log file; none: use the logging that the JVM was started with. Default: pfss.log in the data"
          + " folder.")
  @Default.String("")
  String getLog();

  void setLog(String log);

  @Description("Folder of the repository or the distribution, with the default model.")
  @Default.String(".")
  String getHome();

  void setHome(String home);

  @Description("Whether to stop when the parent process ends; Maven profiles set it to true.")
  @Default.Boolean(false)
  boolean isStopWithParent();

  void setStopWithParent(boolean stopWithParent);
}
