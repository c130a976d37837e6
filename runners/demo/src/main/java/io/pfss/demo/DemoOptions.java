// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo;

import io.pfss.demo.observe.DisplayMode;
import io.pfss.driver.DriverOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of the demo, in addition to those of the driver. */
@Description("The demo: embedded Kafka and InfluxDB, virtual sensors, the view in the terminal")
public interface DemoOptions extends DriverOptions {
  @Description("Whether to start an InfluxDB if --influxUrl is not given.")
  @Default.Boolean(true)
  boolean isEmbeddedInflux();

  void setEmbeddedInflux(boolean embeddedInflux);

  @Description("Whether to start virtual sensors.")
  @Default.Boolean(true)
  boolean isSimulate();

  void setSimulate(boolean simulate);

  @Description("Number of virtual sensors.")
  @Default.Integer(5)
  int getSensors();

  void setSensors(int sensors);

  @Description("Time between two readings of a virtual sensor.")
  @Default.String("5s")
  String getInterval();

  void setInterval(String interval);

  @Description("Readings/s of all virtual sensors together, for load tests; 0: use --interval.")
  @Default.Double(0)
  double getRate();

  void setRate(double rate);

  @Description("Factor by which the virtual facilities change state and load faster.")
  @Default.Double(1)
  double getSpeedup();

  void setSpeedup(double speedup);

  @Description(
      "Faults to send, each with its share of the readings, for example malformed=0.01,late=0.02;"
          + " late, duplicate, out-of-order, null, malformed, impossible.")
  @Default.String("")
  String getFaults();

  void setFaults(String faults);

  @Description("Folder of JSON files to replay instead of generated readings.")
  @Default.String("")
  String getReplay();

  void setReplay(String replay);

  @Description(
      "Seed of the generated readings and the faults. The same seed and the same times give the"
          + " same readings.")
  @Default.Long(1)
  long getSeed();

  void setSeed(long seed);

  @Description(
      "Whether to read the sinks back, for the live view and the summary at the end. If false, a"
          + " stop does not check that every reading has arrived in every sink.")
  @Default.Boolean(true)
  boolean isObserve();

  void setObserve(boolean observe);

  @Description(
      "LIVE redraws the view once a second, PLAIN prints a line every 5 s, AUTO uses LIVE on a"
          + " terminal and PLAIN elsewhere.")
  @Default.Enum("AUTO")
  DisplayMode getView();

  void setView(DisplayMode view);

  @Description("How long a stop waits until all readings have arrived in all sinks.")
  @Default.String("60s")
  String getDrainTimeout();

  void setDrainTimeout(String drainTimeout);
}
