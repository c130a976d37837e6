// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the settings files of Hadoop's daemons and clients. */
final class HadoopSettings {
  /**
   * Each part of Hadoop reads one of these files after its defaults and ignores other parts'
   * settings.
   */
  private static final List<String> FILES =
      List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "capacity-scheduler.xml");

  private HadoopSettings() {}

  /** Writes all settings to each of Hadoop's settings files. */
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
