// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The inputs are options, one per line. */
class PfssOptionsFuzzTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "bootstrapServers",
          "localhost:9092",
          "warehouse",
          "/tmp/warehouse",
          "model",
          Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1").toString());
  private static final Set<String> NAMES =
      Arrays.stream(PfssOptions.class.getDeclaredMethods())
          .map(method -> method.getName().substring("get".length()))
          .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
          .collect(Collectors.toSet());

  @DictionaryFile(resourcePath = "options.dict")
  @FuzzTest
  void createsPipelineOrNamesInvalidOption(byte[] input) {
    Map<String, String> given = new LinkedHashMap<>(NEEDED);
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n")) {
      String[] option = line.split("=", 2);
      // A model at hdfs:// would need a cluster.
      if (NAMES.contains(option[0]) && !line.contains("hdfs")) {
        given.put(option[0], option.length == 1 ? null : option[1]);
      }
    }

    List<String> args = new ArrayList<>();
    given.forEach((name, value) -> args.add("--" + name + (value == null ? "" : "=" + value)));
    try {
      PfssPipeline.create(Arguments.parse(args.toArray(String[]::new), PfssOptions.class), 1);
    } catch (IllegalArgumentException e) {
      assertThat(NAMES).as(e.getMessage()).anyMatch(name -> e.getMessage().startsWith("--" + name));
      assertThat(e.getMessage()).doesNotContain("\n");
    }
  }
}
