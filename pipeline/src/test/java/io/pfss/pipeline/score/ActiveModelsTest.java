// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.Promotion;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.batch.TrialModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveModelsTest {
  @TempDir Path root;
  private Path folder;
  private PromotionStore store;

  @BeforeAll
  static void register() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @BeforeEach
  void save() throws IOException {
    // Characters that Beam and URIs treat as special.
    Path models = Files.createDirectory(root.resolve("models [1] 50%#{a}?*"));
    for (String version : new String[] {"1", "2", "10"}) {
      TrialModels.save(models, "heat", version);
    }

    folder = models.resolve("heat");
    store = new PromotionStore(folder.toString());
  }

  @Test
  void shippedModelHasAnActiveVersion() {
    String shipped = Path.of(System.getProperty("pfss.home"), "models", "heat-forest").toString();

    assertThat(ActiveModels.of(shipped).current().champion().version()).isEqualTo("3");
  }

  @Test
  void promotionIsActiveAfterTheRefresh() throws IOException {
    store.serve("1", null);
    ActiveModels<SohModel> models = ActiveModels.of(folder.toString());
    assertThat(models.current().champion().version()).isEqualTo("1");
    assertThat(models.current().challenger()).isEmpty();

    store.serve("2", "10");
    assertThat(models.current().champion().version()).isEqualTo("1");
    models.refresh();

    assertThat(models.current().champion().version()).isEqualTo("2");
    assertThat(models.current().challenger().map(SohModel::version)).contains("10");
    assertThat(ActiveModels.of(folder.toString())).isSameAs(models);
  }

  @Test
  void listsVersionsAndPromotions() throws IOException {
    store.serve("1", null);
    store.serve("2", "10");
    assertThat(store.versions()).containsExactly("1", "2", "10");
    assertThat(store.history()).extracting(Promotion::champion).containsExactly("2", "1");
  }

  @Test
  void evictsFormerModelsFromMemory() throws IOException {
    Path past = root.resolve("past");
    TrialModels.save(past, "heat", "0");
    String first = past.resolve("heat/0").toString();
    SohModel model = Models.of(first);
    assertThat(Models.of(first)).isSameAs(model);
    for (int version = 1; version <= 10; version++) {
      TrialModels.save(past, "heat", Integer.toString(version));
      Models.of(past.resolve("heat/" + version).toString());
    }

    assertThat(Models.of(first)).isNotSameAs(model);
  }

  @Test
  void invalidPromotionKeepsTheActiveVersion() throws IOException {
    store.serve("1", null);
    ActiveModels<SohModel> models = ActiveModels.of(folder.toString());
    Files.write(folder.resolve("2/model.bin"), new byte[] {1});
    assertThatThrownBy(() -> store.serve("2", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.bin has SHA-256");
    // As if somebody had written the file by hand.
    Files.write(
        folder.resolve(Promotion.fileName(2)),
        new Promotion(2, "2", null, "2026-01-01T00:00:00Z").toJson());
    models.refresh();
    assertThat(models.current().champion().version()).isEqualTo("1");
    Files.writeString(folder.resolve(Promotion.fileName(3)), "{");
    models.refresh();
    assertThat(models.current().champion().version()).isEqualTo("1");
    Files.delete(folder.resolve(Promotion.fileName(3)));
    Files.write(
        folder.resolve(Promotion.fileName(3)),
        new Promotion(3, "10", null, "2026-01-01T00:00:00Z").toJson());
    models.refresh();
    assertThat(models.current().champion().version()).isEqualTo("10");
  }

  @Test
  void versionFolderActivatesThatVersion() throws IOException {
    store.serve("1", null);

    assertThat(ActiveModels.of(folder.resolve("2").toString()).current().champion().version())
        .isEqualTo("2");
  }

  @Test
  void refusesAModelWithoutPromotion() {
    assertThatThrownBy(() -> ActiveModels.of(folder.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("pfss model promote");
  }

  @Test
  void namesAnUnreadablePromotionFile() throws IOException {
    Files.writeString(folder.resolve(Promotion.fileName(1)), "{");
    assertThatThrownBy(() -> ActiveModels.of(folder.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serving-000001.json cannot be read");
  }

  @Test
  void promotionsLeaveNoTemporaryFiles() throws IOException {
    assertThat(store.latest()).isEmpty();
    store.serve("1", null);
    store.serve("2", "1");
    assertThat(store.versions()).containsExactly("1", "2", "10");
    assertThat(store.history()).extracting(Promotion::champion).containsExactly("2", "1");
    assertThat(store.latest()).hasValueSatisfying(one -> assertThat(one.number()).isEqualTo(2));
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".serving"));
  }
}
