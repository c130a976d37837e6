package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Writes a folder of settings as Hadoop's daemons and clients read it. */
final class HadoopSettings {
  private HadoopSettings() {}

  /** Writes each setting to the file that Hadoop looks for it in. */
  static void write(Path folder, Map<String, String> settings) throws IOException {
    Files.createDirectories(folder);
    Predicate<String> scheduler = name -> name.startsWith("yarn.scheduler.capacity.");
    Predicate<String> yarn = name -> name.startsWith("yarn.");
    Predicate<String> hdfs = name -> name.startsWith("dfs.");
    write(folder.resolve("core-site.xml"), settings, yarn.or(hdfs).negate());
    write(folder.resolve("hdfs-site.xml"), settings, hdfs);
    write(folder.resolve("yarn-site.xml"), settings, yarn.and(scheduler.negate()));
    write(folder.resolve("capacity-scheduler.xml"), settings, scheduler);
  }

  private static void write(Path file, Map<String, String> settings, Predicate<String> names)
      throws IOException {
    StringBuilder text = new StringBuilder("<configuration>\n");
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              if (names.test(name)) {
                text.append(String.format(Locale.ROOT, "  <property><name>%s</name>", name))
                    .append(
                        String.format(
                            Locale.ROOT, "<value>%s</value></property>\n", escaped(value)));
              }
            });
    Files.writeString(file, text.append("</configuration>\n"));
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
