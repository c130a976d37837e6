// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Parses command lines of Beam options, {@code --name=value …}, and reports a mistake in one line.
 */
public final class Arguments {
  /** Former option names that are still accepted, and the current names. */
  private static final Map<String, String> FORMER_NAMES =
      Map.of("--claimReadings", "--maxInFlightRecords", "--allowance", "--watermarkDelay");

  /** A hyphen inside an option name; not the two leading ones. */
  private static final Pattern HYPHEN = Pattern.compile("(?<=[a-z])-([a-z])");

  /** Beam's message about an unknown option. */
  private static final Pattern UNKNOWN =
      Pattern.compile("Class .* missing a property named '[^']*'\\.?(.*)");

  /** Jackson's message about a value of the wrong type. */
  private static final Pattern WRONG_TYPE =
      Pattern.compile("Cannot deserialize value of type `([^`]*)` from String .*");

  /** The end of Jackson's message about a value that is not in an enum. */
  private static final Pattern CHOICES = Pattern.compile("Enum class: \\[([^\\]]*)\\]");

  private Arguments() {}

  /**
   * Parses a command line.
   *
   * @throws IllegalArgumentException if an argument is invalid; the message begins with the
   *     argument
   */
  public static <T extends PipelineOptions> T parse(String[] args, Class<T> options) {
    String[] current = withCurrentNames(args);
    try {
      return PipelineOptionsFactory.fromArgs(current).as(options);
    } catch (IllegalArgumentException e) {
      throw named(current, options, e);
    }
  }

  /**
   * Returns the arguments with the current option names: {@code --bootstrap-servers}, the spelling
   * of the command {@code pfss}, becomes {@code --bootstrapServers}, and a former name becomes the
   * current one.
   */
  public static String[] withCurrentNames(String... args) {
    return Arrays.stream(args).map(Arguments::withCurrentName).toArray(String[]::new);
  }

  private static String withCurrentName(String arg) {
    String given = arg.split("=", 2)[0];
    String name =
        HYPHEN.matcher(given).replaceAll(hyphen -> hyphen.group(1).toUpperCase(Locale.ROOT));
    return FORMER_NAMES.getOrDefault(name, name) + arg.substring(given.length());
  }

  /**
   * Beam's messages do not always name the argument, so each argument is parsed alone to find it.
   */
  private static <T extends PipelineOptions> IllegalArgumentException named(
      String[] args, Class<T> options, IllegalArgumentException failure) {
    Map<String, List<String>> byName =
        Arrays.stream(args)
            .collect(
                Collectors.groupingBy(
                    arg -> arg.split("=", 2)[0], LinkedHashMap::new, Collectors.toList()));
    for (List<String> ofName : byName.values()) {
      Optional<IllegalArgumentException> alone = failure(ofName, options);
      if (alone.isPresent()) {
        return new IllegalArgumentException(
            String.join(" ", ofName) + ": " + problem(alone.get()), alone.get());
      }
    }

    return failure;
  }

  private static Optional<IllegalArgumentException> failure(
      List<String> args, Class<? extends PipelineOptions> options) {
    try {
      PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(options);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e);
    }
  }

  /** Returns what is wrong, without the names of our classes. */
  private static String problem(IllegalArgumentException failure) {
    String message =
        String.valueOf(failure.getMessage()).lines().findFirst().orElse("cannot be parsed");
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      return "there is no such option." + unknown.group(1);
    }

    if (message.endsWith("does not begin with '--'")) {
      return "not an option: write it as --name=value";
    }

    Matcher choices = CHOICES.matcher(message);
    if (choices.find()) {
      return "choose one of " + choices.group(1);
    }

    Matcher wrongType = WRONG_TYPE.matcher(message);
    return wrongType.matches() ? wrongType(wrongType.group(1), message) : message;
  }

  private static String wrongType(String type, String message) {
    return switch (type) {
      case "int", "long", "java.lang.Integer", "java.lang.Long" ->
          "not a whole number, or too large";
      case "double", "float", "java.lang.Double" -> "not a number";
      case "boolean", "java.lang.Boolean" -> "neither true nor false";
      default -> message;
    };
  }
}
