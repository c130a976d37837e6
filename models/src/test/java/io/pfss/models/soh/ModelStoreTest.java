package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.training.Samples;
import io.pfss.models.training.TrainedModel;
import io.pfss.models.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static TrainedModel trained;

  @TempDir Path root;
  private Path folder;

  @BeforeAll
  static void train() {
    trained =
        Samples.trainer(new TrainingSettings(5, 6, 20, 1000), 3_000)
            .train("heat", "7", "test", Instant.parse("2026-01-01T00:00:00Z"));
  }

  @BeforeEach
  void save() throws IOException {
    folder = trained.save(root);
  }

  @Test
  void aSavedModelScoresReadings() throws InvalidModelException {
    SohModel model = load();

    assertThat(folder).isEqualTo(root.resolve("heat/7"));
    assertThat(model.version()).isEqualTo("7");
    assertThat(model.score(reading(0.95).build()).state()).contains(SohState.NORMAL);
    assertThat(model.score(reading(0.7).build()).state()).contains(SohState.CAUTION);
    assertThat(model.score(reading(0.3).build()).state()).contains(SohState.WARNING);
  }

  @Test
  void anAbsentTemperatureIsReplacedAndAnAbsentPowerIsNot() throws InvalidModelException {
    SohScore cold = load().score(reading(0.95).set(Measure.TEMPERATURE, Double.NaN).build());
    assertThat(cold.state()).contains(SohState.NORMAL);
    assertThat(cold.temperature()).isNaN();

    SohScore blind = load().score(reading(0.95).set(Measure.S_ACTIVE_POWER, Double.NaN).build());
    assertThat(blind.state()).isEmpty();
    assertThat(blind.powerFactors().average()).isNotNaN();
    assertThat(blind.powerFactors().s()).isNaN();
  }

  @Test
  void aVersionNeverChanges() throws IOException {
    assertThatThrownBy(() -> trained.save(root)).isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> files = Files.list(root.resolve("heat"))) {
      assertThat(files).containsExactly(folder);
    }
  }

  @Test
  void aTamperedForestIsRefused() throws IOException {
    byte[] forest = Files.readAllBytes(folder.resolve("model.bin"));
    forest[forest.length / 2] ^= 1;
    Files.write(folder.resolve("model.bin"), forest);

    assertRefused("model.bin has SHA-256");
  }

  @Test
  void aForestThatScoresOtherwiseThanItsTrainerIsRefused() throws IOException {
    TrainedModel other =
        Samples.trainer(new TrainingSettings(5, 6, 20, 2000), 3_000)
            .train("heat", "8", "test", Instant.EPOCH);
    folder = ModelStore.save(root, other.description(), other.forest(), trained.golden());

    assertRefused("the forest does not give what golden.jsonl, line 1 says");
  }

  @Test
  void anAbsentFileIsNamed() throws IOException {
    Files.delete(folder.resolve("golden.jsonl"));
    assertRefused("golden.jsonl is not there");
    folder = root.resolve("nowhere");
    assertRefused("model.json is not there");
  }

  @Test
  void otherFeaturesAreRefused() throws IOException {
    edit("\"R_pf\"", "\"Q_pf\"");
    assertRefused("its features are");
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    edit("\"정상\", \"주의\"", "\"주의\", \"정상\"");
    assertRefused("its classes are [주의, 정상, 경고], not [정상, 주의, 경고]");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    edit("\"format\" : 1", "\"format\" : 2");
    assertRefused("model.json is of format 2, not 1");
  }

  @Test
  void whatIsNoDescriptionIsRefused() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{\"format\":1}");
    assertRefused("model.json lacks version, features, classes or sha256");
    Files.writeString(folder.resolve("model.json"), "[]");
    assertRefused("its JSON is not as expected");
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(problem)
        .hasMessageContaining("Choose another version");
  }

  private SohModel load() throws InvalidModelException {
    return ModelStore.load(ModelStore.localFolder(folder));
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("model.json");
    String json = Files.readString(file);
    assertThat(json).contains(from);
    Files.writeString(file, json.replace(from, to));
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
