package io.pfss.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Command lines of Beam's options, {@code --name=value …}, with mistakes said in one line. */
public final class Arguments {
  private Arguments() {}

  /**
   * The options that a command line sets.
   *
   * @throws IllegalArgumentException if it cannot be read; the message begins with the argument
   */
  public static <T extends PipelineOptions> T parse(String[] args, Class<T> options) {
    try {
      return PipelineOptionsFactory.fromArgs(args).as(options);
    } catch (IllegalArgumentException e) {
      throw named(args, options, e);
    }
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
    return failure.getMessage().lines().findFirst().orElse("it cannot be read");
  }
}
