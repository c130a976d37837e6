// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of Debian's package prometheus-alertmanager: the installed ones, or downloaded ones,
 * without root.
 */
public final class AlertmanagerPrograms {
  private static final String SERVER = "usr/bin/prometheus-alertmanager";
  private static final String TOOL = "usr/bin/amtool";

  /**
   * Debian's build reads its templates from {@code /usr/share}, so the programs see the package's
   * folder there. It needs no root where users may have namespaces of their own.
   */
  private static final List<String> WITH_SHARE =
      List.of(
          "unshare",
          "--user",
          "--map-root-user",
          "--mount",
          "sh",
          "-c",
          "mount --bind \"$0\" /usr/share && exec \"$@\"");

  private final DebianPackages packages;
  private final List<String> prefix;

  private AlertmanagerPrograms(DebianPackages packages, List<String> prefix) {
    this.packages = packages;
    this.prefix = prefix;
  }

  /**
   * Finds the programs.
   *
   * @throws IOException if they are not installed and cannot be downloaded; the message says what
   *     to install
   */
  public static AlertmanagerPrograms obtain() throws IOException, InterruptedException {
    if (DebianPackages.areInstalled(SERVER, TOOL)) {
      return new AlertmanagerPrograms(DebianPackages.INSTALLED, List.of());
    }

    DebianPackages downloaded =
        DebianPackages.obtain("alertmanager", List.of("prometheus-alertmanager"));
    List<String> prefix = new ArrayList<>(WITH_SHARE);
    prefix.add(downloaded.file("usr/share").toString());
    return new AlertmanagerPrograms(downloaded, prefix);
  }

  /**
   * Checks a configuration file with amtool.
   *
   * @param log the file for amtool's output
   * @throws IOException if the configuration is wrong; the message ends with amtool's output
   */
  public void check(Path config, Path log) throws IOException, InterruptedException {
    ChildProcess.run("amtool", command(TOOL, List.of("check-config", config.toString())), "", log);
  }

  List<String> server(List<String> arguments) {
    return command(SERVER, arguments);
  }

  private List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(packages.file(program).toString());
    command.addAll(arguments);
    return command;
  }
}
