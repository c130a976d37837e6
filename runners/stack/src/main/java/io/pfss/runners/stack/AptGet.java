package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's apt-get, as far as it works without root: it resolves and downloads packages. */
final class AptGet {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final String PLANNED = "Inst ";
  private static final String ERROR = "E: ";
  private static final String WARNING = "W: ";

  private final Path scratch;
  private final List<String> settings;

  private AptGet(Path scratch, List<String> settings) {
    this.scratch = scratch;
    this.settings = settings;
  }

  /**
   * Uses the package lists of the system.
   *
   * @param scratch takes its output
   */
  static AptGet withSystemLists(Path scratch) {
    return new AptGet(scratch, List.of());
  }

  /**
   * Downloads package lists of its own: those of the system may be missing or old, and only root
   * may update them.
   *
   * @param scratch takes the lists and its output
   */
  static AptGet withOwnLists(Path scratch) throws IOException, InterruptedException {
    Path lists = scratch.resolve("lists");
    Path archives = scratch.resolve("cache");
    Files.createDirectories(lists.resolve("partial"));
    Files.createDirectories(archives.resolve("archives/partial"));
    AptGet own =
        new AptGet(
            scratch, List.of("-o", "Dir::State::lists=" + lists, "-o", "Dir::Cache=" + archives));
    List<String> output = own.run(scratch, "update");
    // It ends well where it reached no server.
    try (Stream<Path> files = Files.list(lists)) {
      if (files.noneMatch(file -> file.getFileName().toString().contains("_Packages"))) {
        throw new IOException("apt-get update: " + errors(output));
      }
    }

    return own;
  }

  /**
   * Downloads packages and those of their dependencies that are not installed.
   *
   * @param folder takes the files
   */
  List<Path> download(List<String> packages, Path folder) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("download"));
    words.addAll(withMissingDependencies(packages));
    run(folder, words.toArray(String[]::new));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".deb")).sorted().toList();
    }
  }

  private Set<String> withMissingDependencies(List<String> packages)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--simulate", "--no-install-recommends"));
    words.add("install");
    words.addAll(packages);
    // What is installed is no part of the plan, and one of the packages may be.
    Set<String> names = new TreeSet<>(packages);
    run(scratch, words.toArray(String[]::new)).stream()
        .filter(line -> line.startsWith(PLANNED))
        .map(line -> line.substring(PLANNED.length()).split(" ")[0])
        .forEach(names::add);
    return names;
  }

  private List<String> run(Path folder, String... words) throws IOException, InterruptedException {
    if (Programs.find("apt-get").isEmpty()) {
      throw new IOException("apt-get is not on the PATH");
    }

    List<String> command = new ArrayList<>(List.of("env", "--chdir=" + folder, "LC_ALL=C"));
    command.add("apt-get");
    command.addAll(settings);
    command.addAll(List.of(words));
    Path output = Files.createTempFile(scratch, "apt-get-", ".txt");
    try {
      ChildProcess.run("apt-get", command, "", output, TIMEOUT);
    } catch (IOException e) {
      throw new IOException("apt-get " + String.join(" ", words) + ": " + errors(lines(output)), e);
    }

    return lines(output);
  }

  private static String errors(List<String> lines) {
    String errors =
        lines.stream()
            .filter(line -> line.startsWith(ERROR))
            .map(line -> line.substring(ERROR.length()))
            .collect(Collectors.joining("; "));
    return errors.isEmpty() ? firstWarning(lines) : errors;
  }

  private static String firstWarning(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(WARNING))
        .map(line -> line.substring(WARNING.length()))
        .findFirst()
        .orElseGet(() -> String.join("; ", lines));
  }

  private static List<String> lines(Path output) throws IOException {
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
