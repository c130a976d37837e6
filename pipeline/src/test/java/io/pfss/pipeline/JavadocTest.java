// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that code blocks in javadoc compile. */
class JavadocTest {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Pattern BLOCK = Pattern.compile("(?s)<pre>\\{@code(.*?)}</pre>");

  /** Variables that blocks use without a declaration. */
  private static final String CONTEXT =
      """
      org.apache.beam.sdk.Pipeline pipeline;
      KafkaCluster cluster;
      Map<String, Object> kafkaConfig;
      String url;
      InfluxDestination destination;
      WriteWarehouse warehouse;
      WarehouseCatalog catalog;
      Instant from;
      Instant to;
      io.pfss.simulator.send.SimulatorSettings settings;
      Sink[] sinks;
      PCollection<ParsedBatch> batches;
      PCollection<ScoredBatch> scoredBatches;
      PCollection<Delivery> delivered;
      PCollection<ReceivedReading> readings;
      PCollection<ScoredReading> scored;
      """;

  private static final String IMPORTS =
      """
      import java.time.Instant;
      import java.util.*;
      import org.apache.beam.sdk.io.*;
      import org.apache.beam.sdk.transforms.*;
      import org.apache.beam.sdk.transforms.WithFailures.Result;
      import org.apache.beam.sdk.values.*;
      import org.joda.time.Duration;
      """;

  @TempDir Path output;

  @Test
  void everyBlockCompiles() throws IOException {
    List<JavaFileObject> blocks = new ArrayList<>();
    for (String module : List.of("models", "pipeline", "simulator")) {
      for (Path source : sources(module)) {
        for (MatchResult block : BLOCK.matcher(Files.readString(source)).results().toList()) {
          blocks.add(new Block(HOME.relativize(source) + "-" + blocks.size(), block.group(1)));
        }
      }
    }

    assertThat(blocks).hasSizeGreaterThan(10);
    assertThat(errors(blocks)).isEmpty();
  }

  @Test
  void blockWithUnknownNameDoesNotCompile() throws IOException {
    assertThat(errors(List.of(new Block("Wrong", " * batches.apply(new WriteInflux());"))))
        .singleElement()
        .asString()
        .contains("Wrong", "WriteInflux");
    assertThat(
            errors(
                List.of(
                    new Block("Old", " * InfluxSink.to(url).withDatabase(\"heat_pf\", \"day\");"))))
        .singleElement()
        .asString()
        .contains("Old", "withDatabase");
  }

  @Test
  void everyPackageHasADescription() throws IOException {
    List<Path> packages;
    try (Stream<Path> files = Files.walk(HOME)) {
      packages =
          files
              .filter(file -> HOME.relativize(file).toString().contains("src/main/java/"))
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
    }

    assertThat(packages)
        .hasSizeGreaterThan(40)
        .allSatisfy(each -> assertThat(each.resolve("package-info.java")).exists());
  }

  private List<String> errors(List<JavaFileObject> blocks) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    StringWriter others = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", output.toString(), "-cp", classPath());
    compiler.getTask(others, null, found, options, null, blocks).call();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> each.getSource().getName() + ": " + each.getMessage(Locale.ROOT))
        .toList();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** Returns imports of all packages: blocks have no imports. */
  private static String packages() throws IOException {
    StringBuilder imports = new StringBuilder();
    for (String module : List.of("models", "pipeline", "simulator")) {
      Path root = HOME.resolve(module).resolve("src/main/java");
      imports.append(
          sources(module).stream()
              .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
              .distinct()
              .map(name -> "import " + name + ".*;\n")
              .collect(Collectors.joining()));
    }

    return imports.toString();
  }

  /** A source file with the lines of a block in a method. */
  private static final class Block extends SimpleJavaFileObject {
    private final String source;

    Block(String name, String lines) throws IOException {
      super(URI.create("block:///" + name), Kind.SOURCE);
      source =
          IMPORTS
              + packages()
              + "class "
              + name.replaceAll("\\W", "_")
              + " {\n"
              + CONTEXT
              + "void use() throws Exception {\n"
              + lines.replaceAll("(?m)^ *\\* ?", "")
              + "\n}}\n";
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return true;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
