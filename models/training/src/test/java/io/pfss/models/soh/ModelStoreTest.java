// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.training.Samples;
import io.pfss.models.training.TrainedModel;
import io.pfss.models.training.TrainingSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  private static final StateLimits LIMITS = new StateLimits(0.96, 0.5);

  private static TrainedModel trained;

  @TempDir Path root;
  private Path folder;

  @BeforeAll
  static void train() {
    trained = train(TrainingSettings.FOREST.withTrees(5, 6, 20));
  }

  private static TrainedModel train(TrainingSettings settings) {
    return Samples.train(settings, 3_000, "7", Instant.parse("2026-01-01T00:00:00Z"));
  }

  @BeforeEach
  void save() throws IOException {
    folder = trained.save(root);
  }

  @Test
  void savedModelScoresReadings() throws InvalidModelException {
    SohModel model = load();

    assertThat(folder).isEqualTo(root.resolve("heat/7"));
    assertThat(model.version()).isEqualTo("7");
    assertThat(model.score(reading(0.95).build()).state()).contains(SohState.NORMAL);
    assertThat(model.score(reading(0.7).build()).state()).contains(SohState.CAUTION);
    assertThat(model.score(reading(0.3).build()).state()).contains(SohState.WARNING);
  }

  @Test
  void limitsDecideTheStateAndTheClassifierTheProbabilities() throws Exception {
    SohModel byProbability = load();
    assertThat(byProbability.description().stateLimits()).isNull();
    assertThat(folder.resolve("model.json")).content().doesNotContain("stateLimits");

    saveWithLimits();
    SohModel byLimits = load();

    assertThat(byLimits.description().stateLimits()).isEqualTo(LIMITS);
    assertThat(folder.resolve("model.json"))
        .content()
        .contains("\"stateLimits\" : {\n    \"normal\" : 0.96,\n    \"warning\" : 0.5\n  },");
    for (double powerFactor : new double[] {-0.99, -0.3, 0, 0.3, 0.51, 0.7, 0.95, 0.97}) {
      HeatReading reading = reading(powerFactor).build();
      SohScore score = byLimits.score(reading);
      SohScore other = byProbability.score(reading);
      assertThat(score.state())
          .as("pf " + powerFactor)
          .contains(LIMITS.stateAt(score.powerFactors().average()));
      for (SohState state : SohState.ALL) {
        assertThat(score.probability(state)).isEqualTo(other.probability(state));
      }
    }

    HeatReading unlike = reading(0.95).build();
    assertThat(byLimits.score(unlike).state()).contains(SohState.CAUTION);
    assertThat(byProbability.score(unlike).state()).contains(SohState.NORMAL);
    assertThat(
            byLimits.score(reading(0.95).set(Measure.S_ACTIVE_POWER, Double.NaN).build()).state())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,        1.5,    warning=1.5 normal=0.96",
    "0.96,       1.01,   warning=0.5 normal=1.01",
    "0.96,       0.5,    warning=0.5 normal=0.5",
    "0.5,        -0.5,   warning=-0.5 normal=0.96",
    "0.5,        'NaN',  warning=NaN normal=0.96",
    "0.5,        null,   Cannot map `null` into type `double`",
    "0.5,        high,   \"high\"",
  })
  void rejectsDamagedLimits(String saved, String damaged, String problem) throws Exception {
    saveWithLimits();
    boolean isNumber = damaged.equals("null") || !Character.isLetter(damaged.charAt(0));
    edit(" : " + saved, " : " + (isNumber ? damaged : "\"" + damaged + "\""));
    assertRefused(problem);
  }

  @Test
  void rejectsLimitsWithoutANumberOrAPowerFactor() throws Exception {
    saveWithLimits();
    String saved = Files.readString(folder.resolve("model.json"));
    describe(saved.replaceFirst(",\\s+\"warning\" : 0.5", ""));
    assertRefused("Cannot map `null` into type `double`");
    describe(saved.replaceFirst("(?s),\\s*\\{\\s*\"name\" : \"pf\".*?\\}", ""));
    assertRefused("its state is by limits of the power factor, but it lacks the feature 'pf'");
  }

  @Test
  void replacesAbsentTemperatureButNotPower() throws InvalidModelException {
    SohModel model = load();
    HeatReading unmeasured = reading(0.95).set(Measure.TEMPERATURE, Double.NaN).build();
    SohScore cold = model.score(unmeasured);
    assertThat(cold.state()).contains(SohState.NORMAL);
    assertThat(cold.temperature()).isNaN();
    ModelDescription.Feature temperature = model.description().features().get(0);
    assertThat(temperature.name()).isEqualTo("온도");
    assertThat(model.input(unmeasured, Double.NaN).orElseThrow()[0])
        .isEqualTo(temperature.substitute())
        .isPositive();

    SohScore blind = model.score(reading(0.95).set(Measure.S_ACTIVE_POWER, Double.NaN).build());
    assertThat(blind.state()).isEmpty();
    assertThat(blind.powerFactors().average()).isNotNaN();
    assertThat(blind.powerFactors().s()).isNaN();
  }

  @Test
  void versionNeverChanges() throws IOException {
    assertThatThrownBy(() -> trained.save(root)).isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> files = Files.list(root.resolve("heat"))) {
      assertThat(files).containsExactly(folder);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.bin", "golden.jsonl", "model.json", "model.sha256"})
  void rejectsOneChangedByte(String name) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(name));
    for (int place = 0; place < content.length; place += 1 + content.length / 50) {
      byte[] tampered = content.clone();
      tampered[place] ^= 1;
      Files.write(folder.resolve(name), tampered);

      assertRefused("");
    }
  }

  @Test
  void rejectsPlausibleChange() throws IOException {
    byte[] forest = Files.readAllBytes(folder.resolve("model.bin"));
    forest[forest.length / 2] ^= 1;
    Files.write(folder.resolve("model.bin"), forest);
    assertRefused("model.bin has SHA-256");
    Path description = folder.resolve("model.json");
    String json = Files.readString(description);
    assertThat(json).contains("\"source\" : \"test\"");
    Files.writeString(description, json.replace("\"test\"", "\"best\""));
    assertRefused("model.json does not match the SHA-256 in model.sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.bin", "golden.jsonl", "model.json", "model.sha256"})
  void rejectsForeignFile(String name) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new ArrayList<>(List.of("a Java object")));
    }

    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    for (byte[] foreign : List.of(object.toByteArray(), noise, new byte[0])) {
      Files.write(folder.resolve(name), foreign);

      assertRefused("");
    }
  }

  @Test
  void rejectsHugeForestBeforeAllocation() throws IOException {
    byte[] forest = Files.readAllBytes(folder.resolve("model.bin"));
    // Features, classes, trees; the nodes of the first tree.
    for (int place : List.of(4, 8, 12, 24)) {
      byte[] huge = forest.clone();
      ByteBuffer.wrap(huge).putInt(place, Integer.MAX_VALUE);

      assertThatThrownBy(() -> Classifier.read(new DataInputStream(new ByteArrayInputStream(huge))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a model: " + Integer.MAX_VALUE);
    }

    byte[] most = forest.clone();
    ByteBuffer.wrap(most).putInt(24, 50_000_000);
    assertThatThrownBy(() -> Classifier.read(new DataInputStream(new ByteArrayInputStream(most))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void rejectsNameOutsideItsFolder() throws Exception {
    for (String name : List.of("../heat", "..", "a/b", "/heat", ".hidden", "")) {
      ModelDescription description = named(name);
      assertThatThrownBy(
              () -> ModelStore.save(root, description, trained.classifier(), trained.golden()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }

    edit("\"version\" : \"7\"", "\"version\" : \"../7\"");
    assertRefused("its name 'heat' or version '../7' has more than letters");
  }

  @Test
  void rejectsOtherFileNames() throws Exception {
    edit("\"golden.jsonl\" :", "\"../golden.jsonl\" :");
    assertRefused("model.json has the SHA-256 of other files: [../golden.jsonl, model.bin]");
  }

  @Test
  void rejectsForestWithOtherScores() throws IOException {
    TrainedModel other =
        Samples.train(
            TrainingSettings.FOREST.withTrees(5, 6, 20).withSeed(2000), 3_000, "8", Instant.EPOCH);
    folder = ModelStore.save(root, other.description(), other.classifier(), trained.golden());

    assertRefused("the model does not give what golden.jsonl, line 1 says");
  }

  @Test
  void messageNamesMissingFile() throws IOException {
    Files.delete(folder.resolve("golden.jsonl"));
    assertRefused("golden.jsonl is missing");
    folder = root.resolve("nowhere");
    assertRefused("model.json is missing");
  }

  @Test
  void rejectsUnknownFeature() throws Exception {
    edit("\"R_pf\"", "\"Q_pf\"");
    assertRefused("this version of PFSS does not know its feature 'Q_pf' = r_active_power/sqrt");
  }

  @Test
  void rejectsFeatureWithOtherFormula() throws Exception {
    edit("\"temperature\"", "\"temperature*1.8+32\"");
    assertRefused("does not know its feature '온도' = temperature*1.8+32 in °C");
  }

  @Test
  void rejectsInvalidSubstitutes() throws Exception {
    String saved = Files.readString(folder.resolve("model.json"));
    describe(saved.replaceFirst("\"substitute\" : [0-9.]+", "\"substitute\" : null"));
    assertRefused("the substitute of its feature '온도' cannot be null");
    describe(saved.replaceFirst("\"substitute\" : null", "\"substitute\" : 0.5"));
    assertRefused("the substitute of its feature 'pf' cannot be 0.5");
  }

  @Test
  void rejectsOtherClasses() throws Exception {
    edit("\"정상\", \"주의\"", "\"주의\", \"정상\"");
    assertRefused("its classes are [주의, 정상, 경고], not [정상, 주의, 경고]");
  }

  @Test
  void rejectsOtherFormat() throws Exception {
    edit("\"format\" : 1", "\"format\" : 2");
    assertRefused("model.json is of format 2, not 1");
  }

  @Test
  void rejectsInvalidDescription() throws Exception {
    String saved = Files.readString(folder.resolve("model.json"));
    describe("{\"format\":1}");
    assertRefused("model.json lacks version, features, classes or sha256");
    describe("[]");
    assertRefused("its JSON is not as expected");
    describe(saved.replaceFirst("(?s)\"features\" : \\[.*?\\} \\]", "\"features\" : [null]"));
    assertRefused("a feature is null");
  }

  private void saveWithLimits() throws IOException {
    folder =
        train(TrainingSettings.FOREST.withTrees(5, 6, 20).withStateLimits(LIMITS))
            .save(root.resolve("limits"));
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(problem)
        .hasMessageContaining("choose another version");
  }

  private SohModel load() throws InvalidModelException {
    return ModelStore.load(ModelStore.localFolder(folder));
  }

  private void edit(String from, String to) throws Exception {
    Path file = folder.resolve("model.json");
    String json = Files.readString(file);
    assertThat(json).contains(from);
    describe(json.replace(from, to));
  }

  /** Writes a description with its checksum. */
  private void describe(String json) throws Exception {
    Files.writeString(folder.resolve("model.json"), json);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    Files.writeString(folder.resolve("model.sha256"), sum + "  model.json\n");
  }

  private static ModelDescription named(String name) {
    ModelDescription model = trained.description();
    return new ModelDescription(
        model.format(),
        name,
        model.version(),
        model.created(),
        model.features(),
        model.classes(),
        model.stateLimits(),
        model.algorithm(),
        model.hyperparameters(),
        model.training(),
        model.metrics(),
        model.profile(),
        model.risk(),
        model.sha256());
  }

  private static HeatReading.Builder reading(double powerFactor) {
    HeatReading.Builder reading = HeatReading.builder(1, 1).set(Measure.TEMPERATURE, 20);
    double reactive = Math.sqrt(1 - powerFactor * powerFactor);
    return reading
        .set(Measure.ACTIVE_POWER_AVG, powerFactor)
        .set(Measure.REACTIVE_POWER_AVG, reactive)
        .set(Measure.R_ACTIVE_POWER, powerFactor)
        .set(Measure.R_REACTIVE_POWER, reactive)
        .set(Measure.S_ACTIVE_POWER, powerFactor)
        .set(Measure.S_REACTIVE_POWER, reactive)
        .set(Measure.T_ACTIVE_POWER, powerFactor)
        .set(Measure.T_REACTIVE_POWER, reactive);
  }
}
