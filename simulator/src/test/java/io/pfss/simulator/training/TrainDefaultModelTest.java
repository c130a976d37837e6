package io.pfss.simulator.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDefaultModelTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "2");

  /** With the command's default options. */
  @Test
  void trainingAnewGivesTheShippedBytes(@TempDir Path root) throws IOException {
    Path trained = TrainDefaultModel.train("2", 60, 4, 1000).save(root);

    assertThat(trained.resolve("model.bin")).hasSameBinaryContentAs(SHIPPED.resolve("model.bin"));
    assertThat(trained.resolve("golden.jsonl"))
        .hasSameBinaryContentAs(SHIPPED.resolve("golden.jsonl"));
    assertThat(trained.resolve("model.sha256"))
        .hasSameBinaryContentAs(SHIPPED.resolve("model.sha256"));
    assertThat(trained.resolve("model.json")).hasSameBinaryContentAs(SHIPPED.resolve("model.json"));
  }
}
