// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An input is a letter that selects a file, followed by the content of the file. */
class ModelStoreFuzzTest {
  private static final Map<Character, String> FILES =
      Map.of('d', ModelStore.DESCRIPTION, 'f', ModelStore.FOREST, 'g', ModelStore.GOLDEN);

  @TempDir private static Path folder;
  private static Map<String, byte[]> valid;

  @BeforeAll
  static void save() throws IOException {
    valid = TinyModel.files(folder);
  }

  @DictionaryFile(resourcePath = "model.dict")
  @FuzzTest
  void aFolderIsAModelThatScoresOrIsRefused(byte[] input) throws NoSuchAlgorithmException {
    String name = input.length == 0 ? null : FILES.get((char) input[0]);
    if (name == null) {
      return;
    }

    Map<String, byte[]> files = new TreeMap<>(valid);
    put(files, name, Arrays.copyOfRange(input, 1, input.length));
    SohModel model;
    try {
      model = ModelStore.load(TinyModel.folder(files));
    } catch (InvalidModelException e) {
      assertThat(e.getMessage()).contains("memory").hasSizeLessThan(10_000);
      return;
    }

    assertThat(model.version()).isNotNull();
    assertScores(model, 20, 0.3);
    assertScores(model, Double.NaN, 0.3);
    assertScores(model, -1e300, 1);
  }

  /** Replaces a file and its checksum, so that the content is parsed. */
  private static void put(Map<String, byte[]> files, String name, byte[] content)
      throws NoSuchAlgorithmException {
    if (!name.equals(ModelStore.DESCRIPTION)) {
      String description =
          new String(files.get(ModelStore.DESCRIPTION), StandardCharsets.UTF_8)
              .replace(sha256(files.get(name)), sha256(content));
      files.put(ModelStore.DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
    }

    files.put(name, content);
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static void assertScores(SohModel model, double temperature, double activePower) {
    HeatReading.Builder reading = HeatReading.builder(1, 1).set(Measure.TEMPERATURE, temperature);
    for (Measure measure : Measure.ALL) {
      if (measure.column().contains("reactive_power")) {
        reading.set(measure, 0.5);
      } else if (measure.column().contains("active_power")) {
        reading.set(measure, activePower);
      }
    }

    SohScore score = model.score(reading.build());
    double sum = 0;
    for (SohState state : SohState.ALL) {
      assertThat(score.probability(state)).isBetween(0.0, 1.0);
      sum += score.probability(state);
    }

    assertThat(sum).isCloseTo(1, within(1e-6));
  }
}
