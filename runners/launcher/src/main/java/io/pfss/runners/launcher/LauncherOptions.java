package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssOptions;
import io.pfss.runners.launcher.observe.DisplayMode;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** What can be set of the main job beside the pipeline's own options. */
@Description("The main job: embedded parts, virtual sensors, the live view")
public interface LauncherOptions extends PfssOptions {
  @Description("How long to run, in seconds; 0: until Ctrl-C or SIGTERM.")
  @Default.Long(0)
  long getSeconds();

  void setSeconds(long seconds);

  @Description(
      "Where a file is that, once it exists, ends the job gracefully, on any file system that Beam"
          + " knows: for a driver that no signal reaches. Empty for none.")
  @Default.String("")
  String getStopFile();

  void setStopFile(String stopFile);

  @Description(
      "Folder for the embedded parts' data, the log and, unless --warehouse says otherwise, the"
          + " warehouse. Default: a new one below target/pfss.")
  @Default.String("")
  String getDataFolder();

  void setDataFolder(String dataFolder);

  @Description("Whether an influxd is started where --influxUrl names none.")
  @Default.Boolean(true)
  boolean isEmbeddedInflux();

  void setEmbeddedInflux(boolean embeddedInflux);

  @Description(
      "Over how long readings are compared with those that the model has learnt from; the log and"
          + " InfluxDB's model_drift tell it every minute.")
  @Default.String("10m")
  String getDriftWindow();

  void setDriftWindow(String driftWindow);

  @Description("Whether virtual sensors send readings.")
  @Default.Boolean(true)
  boolean isSimulate();

  void setSimulate(boolean simulate);

  @Description("Number of virtual sensors.")
  @Default.Integer(5)
  int getSensors();

  void setSensors(int sensors);

  @Description("How often each virtual sensor sends a reading.")
  @Default.String("5s")
  String getInterval();

  void setInterval(String interval);

  @Description("Readings per second of all virtual sensors together, for load; 0: by --interval.")
  @Default.Double(0)
  double getRate();

  void setRate(double rate);

  @Description("How fast the virtual facilities' own time goes, for states to change sooner.")
  @Default.Double(1)
  double getSpeedup();

  void setSpeedup(double speedup);

  @Description("Faults to send and their shares, as malformed=0.01,late=0.02.")
  @Default.String("")
  String getFaults();

  void setFaults(String faults);

  @Description("Folder of JSON files to replay instead of generating readings.")
  @Default.String("")
  String getReplay();

  void setReplay(String replay);

  @Description("Seed of the generated readings: the same seed gives the same readings.")
  @Default.Long(1)
  long getSeed();

  void setSeed(long seed);

  @Description(
      "Whether the sinks are read back and shown; without, there is no summary, and a stop ends with"
          + " the runner's own.")
  @Default.Boolean(true)
  boolean isObserve();

  void setObserve(boolean observe);

  @Description(
      "File of the log; none leaves logging to whoever started the JVM. Default: pfss.log in the"
          + " data folder.")
  @Default.String("")
  String getLog();

  void setLog(String log);

  @Description("LIVE draws in place once a second, PLAIN prints a line every 5 s, AUTO chooses.")
  @Default.Enum("AUTO")
  DisplayMode getView();

  void setView(DisplayMode view);

  @Description("Whether the driver serves a page of what it does, its metrics and its health.")
  @Default.Boolean(true)
  boolean isWeb();

  void setWeb(boolean web);

  @Description(
      "Name or address that the page is served at. Whoever reaches it may read all, with no password.")
  @Default.String("127.0.0.1")
  String getWebHost();

  void setWebHost(String webHost);

  @Description("Port that the page is served at; 0: any that is free, which is printed.")
  @Default.Integer(0)
  int getWebPort();

  void setWebPort(int webPort);

  @Description("How long a stop waits for readings on their way to the sinks.")
  @Default.String("60s")
  String getDrainTimeout();

  void setDrainTimeout(String drainTimeout);

  @Description("The folder of this repository, where the embedded broker and the model are.")
  @Default.String(".")
  String getHome();

  void setHome(String home);

  @Description("Whether to stop when the process that started this one ends, as Maven does.")
  @Default.Boolean(false)
  boolean isStopWithParent();

  void setStopWithParent(boolean stopWithParent);
}
