package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a folder of settings as Hadoop's daemons and clients read it. */
final class HadoopSettings {
  /**
   * Each part of Hadoop reads one of these after its defaults; no part minds another's settings.
   */
  private static final List<String> FILES =
      List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "capacity-scheduler.xml");

  private HadoopSettings() {}

  /** Writes all settings to each file that Hadoop looks for some of them in. */
  static void write(Path folder, Map<String, String> settings) throws IOException {
    StringBuilder text = new StringBuilder("<configuration>\n");
    new TreeMap<>(settings)
        .forEach(
            (name, value) ->
                text.append("  <property><name>" + name + "</name><value>")
                    .append(value.replace("&", "&amp;").replace("<", "&lt;"))
                    .append("</value></property>\n"));
    Files.createDirectories(folder);
    for (String file : FILES) {
      Files.writeString(folder.resolve(file), text + "</configuration>\n");
    }
  }
}
