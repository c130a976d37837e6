package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssOptions;
import io.pfss.runners.launcher.observe.DisplayMode;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of the main job, in addition to those of the pipeline. */
@Description("The main job: embedded Kafka and InfluxDB, virtual sensors, the live view")
public interface LauncherOptions extends PfssOptions {
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
      "Folder for the data of the embedded Kafka and InfluxDB, the log, and the warehouse unless"
          + " --warehouse is given. Default: a new folder in target/pfss.")
  @Default.String("")
  String getDataFolder();

  void setDataFolder(String dataFolder);

  @Description("Whether to start an InfluxDB if --influxUrl is not given.")
  @Default.Boolean(true)
  boolean isEmbeddedInflux();

  void setEmbeddedInflux(boolean embeddedInflux);

  @Description(
      "Period of readings that is compared with the model's training data, once a minute. The"
          + " result goes to the log and to the InfluxDB measurement model_drift.")
  @Default.String("10m")
  String getDriftWindow();

  void setDriftWindow(String driftWindow);

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
      "Log file; none: use the logging that the JVM was started with. Default: pfss.log in the data"
          + " folder.")
  @Default.String("")
  String getLog();

  void setLog(String log);

  @Description(
      "LIVE redraws the view once a second, PLAIN prints a line every 5 s, AUTO uses LIVE on a"
          + " terminal and PLAIN elsewhere.")
  @Default.Enum("AUTO")
  DisplayMode getView();

  void setView(DisplayMode view);

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

  @Description("Port of the driver's HTTP server; 0: a free port, which is printed.")
  @Default.Integer(0)
  int getWebPort();

  void setWebPort(int webPort);

  @Description("How long a stop waits until all readings have arrived in all sinks.")
  @Default.String("60s")
  String getDrainTimeout();

  void setDrainTimeout(String drainTimeout);

  @Description("Folder of this repository, with the embedded broker and the default model.")
  @Default.String(".")
  String getHome();

  void setHome(String home);

  @Description("Whether to stop when the parent process ends; Maven profiles set it to true.")
  @Default.Boolean(false)
  boolean isStopWithParent();

  void setStopWithParent(boolean stopWithParent);
}
