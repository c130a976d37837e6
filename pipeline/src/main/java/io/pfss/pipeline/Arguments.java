package io.pfss.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Command lines of Beam's options, {@code --name=value …}, with mistakes said in one line. */
public final class Arguments {
  /** Former names of options, which go on to work. */
  private static final Map<String, String> FORMER_NAMES =
      Map.of("--claimReadings", "--maxInFlightRecords", "--allowance", "--watermarkDelay");

  /** Within a name: not the two before it. */
  private static final Pattern HYPHEN = Pattern.compile("(?<=[a-z])-([a-z])");

  private Arguments() {}

  /**
   * The options that a command line sets.
   *
   * @throws IllegalArgumentException if it cannot be read; the message begins with the argument
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
   * The same arguments with the names that options have: {@code --bootstrap-servers}, as {@code
   * pfss} spells it, is {@code --bootstrapServers}, and former names are present ones.
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

  /** Beam's messages do not always name the argument: it is the one that fails alone, too. */
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

  private static String problem(IllegalArgumentException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("it cannot be read");
  }
}
