// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.cli.Pfss;
import io.pfss.pipeline.warehouse.GapKind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of all commands in English and in Korean. */
class LanguagesTest {
  /** Words in a row that only English has: not names, options, addresses or examples. */
  private static final Pattern ENGLISH =
      Pattern.compile("(?<![\\w./=<-])([A-Za-z][a-z]+ ){2}[a-z]+(?![\\w/=-])");

  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Path CLI = HOME.resolve("pipeline/cli/src/main");

  private final Locale before = Locale.getDefault();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void koreanHelpHasNoEnglish() {
    Locale.setDefault(Locale.KOREA);
    for (CommandLine command : all(Pfss.commands())) {
      String usage = command.getUsageMessage(Ansi.OFF);
      assertThat(usage).startsWith("사용법: pfss");
      String prose =
          usage
              .lines()
              .filter(line -> !line.startsWith("  pfss "))
              .collect(Collectors.joining(" "));
      assertThat(english(prose.replaceAll("\\s+", " ")))
          .as(command.getCommandSpec().qualifiedName())
          .isEmpty();
    }
  }

  @Test
  void englishHelpHasNoKoreanButTheStates() {
    Locale.setDefault(Locale.US);
    for (CommandLine command : all(Pfss.commands())) {
      String usage = command.getUsageMessage(Ansi.OFF);
      assertThat(usage).startsWith("Usage: pfss");
      assertThat(usage.replaceAll("온도|정상|주의|경고", "")).doesNotContainPattern("[가-힣]");
    }
  }

  @Test
  void eachCommandSaysWhatItDoesAndHasAnExample() {
    for (CommandLine command : all(Pfss.commands())) {
      CommandSpec spec = command.getCommandSpec();
      assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
      if (command.getSubcommands().isEmpty()) {
        assertThat(String.join("", spec.usageMessage().footer())).startsWith(spec.qualifiedName());
      }
    }
  }

  @Test
  void eachTextOfTheHelpIsTranslatedAndUsed() {
    ResourceBundle korean = ResourceBundle.getBundle("io.pfss.cli.help", Locale.KOREAN);
    Set<String> unused = new TreeSet<>(korean.keySet());
    List<String> missing = new ArrayList<>();
    for (CommandLine command : all(Pfss.commands())) {
      CommandSpec spec = command.getCommandSpec();
      Stream.concat(
              Stream.of("usage.description", "usage.synopsisHeading"),
              spec.args().stream().filter(arg -> !arg.hidden()).map(LanguagesTest::key))
          .forEach(
              key -> {
                String own = spec.qualifiedName(".") + "." + key;
                String used = korean.containsKey(own) ? own : key;
                unused.remove(used);
                if (!korean.containsKey(used)) {
                  missing.add(own);
                }
              });
    }

    unused.removeIf(key -> key.matches("usage\\.\\w+Heading|pfss\\..*(footer|exitCodeList).*"));
    assertThat(missing).isEmpty();
    assertThat(unused).isEmpty();
  }

  @Test
  void eachMessageIsInBothLanguagesAndUsed() throws IOException {
    Map<String, String> english = texts("texts.properties");
    Map<String, String> korean = texts("texts_ko.properties");
    assertThat(korean.keySet()).isEqualTo(english.keySet());
    assertThat(korean)
        .allSatisfy(
            (key, text) -> {
              assertThat(values(text)).as(key).isEqualTo(values(english.get(key)));
              assertThat(english(text)).as(text).isEmpty();
            });

    String code = code("pipeline/cli") + code("runners/spark");
    Set<String> used = new TreeSet<>();
    for (GapKind kind : GapKind.values()) {
      used.add("gaps." + kind);
    }

    Pattern.compile("\"([a-z_]+(\\.[a-z_]+)*)\"")
        .matcher(code)
        .results()
        .map(literal -> literal.group(1))
        .flatMap(literal -> Stream.of(literal, literal + ".head", literal + ".none"))
        .forEach(used::add);
    assertThat(used).containsAll(english.keySet());
    Pattern.compile("\\btext\\(\\s*\"([\\w.]+)\"[,)]")
        .matcher(code)
        .results()
        .forEach(literal -> assertThat(english).containsKey(literal.group(1)));
  }

  /** Returns the English in a text; a command that it names is none. */
  private static List<String> english(String text) {
    return ENGLISH
        .matcher(text.replaceAll("pfss [a-z]+( [a-z]+)?", ""))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Returns the values that a format takes, such as {@code [1s, 2d]}. */
  private static List<String> values(String format) {
    List<String> values = new ArrayList<>();
    Matcher value = Pattern.compile("%(?:(\\d)\\$)?[,.\\d]*([sdf])").matcher(format);
    while (value.find()) {
      String index = value.group(1) == null ? "" + (values.size() + 1) : value.group(1);
      values.add(index + value.group(2));
    }

    return values.stream().sorted().toList();
  }

  private static Map<String, String> texts(String name) throws IOException {
    Properties texts = new Properties();
    texts.load(new StringReader(Files.readString(CLI.resolve("resources/io/pfss/cli/" + name))));
    return texts.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, texts::getProperty));
  }

  private static String code(String module) throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve(module + "/src/main/java"))) {
      StringBuilder code = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        code.append(Files.readString(file));
      }

      return code.toString();
    }
  }

  private static String key(ArgSpec arg) {
    if (arg.descriptionKey() != null && !arg.descriptionKey().isEmpty()) {
      return arg.descriptionKey();
    }

    return arg instanceof OptionSpec option
        ? option.longestName().replaceFirst("^--", "")
        : arg.paramLabel() + "[" + ((PositionalParamSpec) arg).index() + "]";
  }

  private static List<CommandLine> all(CommandLine command) {
    return Stream.concat(
            Stream.of(command),
            command.getSubcommands().values().stream().flatMap(each -> all(each).stream()))
        .toList();
  }
}
