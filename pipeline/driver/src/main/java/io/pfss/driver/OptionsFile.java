// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.models.text.Utf8;
import io.pfss.pipeline.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads options from the properties file {@code --config=<file>}, one {@code name=value} per line.
 * Options on the command line override the file.
 */
final class OptionsFile {
  private static final String OPTION = "--config=";

  private OptionsFile() {}

  /**
   * Returns the command line, with {@code --config} replaced by the options of the file.
   *
   * @throws IllegalArgumentException if the file cannot be read
   */
  static String[] expand(String[] args) {
    List<String> expanded = new ArrayList<>();
    String[] named = Arguments.withCurrentNames(args);
    Set<String> given = names(named);
    for (String arg : named) {
      if (arg.startsWith(OPTION)) {
        Properties options = read(Path.of(arg.substring(OPTION.length())));
        options.stringPropertyNames().stream()
            .sorted()
            .map(name -> "--" + name + "=" + options.getProperty(name).strip())
            .flatMap(option -> Stream.of(Arguments.withCurrentNames(option)))
            .filter(option -> Collections.disjoint(given, names(option)))
            .forEach(expanded::add);
      } else {
        expanded.add(arg);
      }
    }

    return expanded.toArray(String[]::new);
  }

  /** Returns the names of the options on a command line. */
  static Set<String> names(String... args) {
    return Arrays.stream(args)
        .map(arg -> arg.replaceFirst("^--", "").replaceFirst("=.*", ""))
        .collect(Collectors.toSet());
  }

  private static Properties read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Utf8.properties(in);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(OPTION + file + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          OPTION + file + " cannot be read: name a readable properties file", e);
    }
  }
}
