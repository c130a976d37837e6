package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshCheckpointsTest {
  @TempDir Path folder;

  @Test
  void anEarlierRunsCheckpointGoesAndNothingElse() throws IOException {
    Path earlier = Files.createDirectories(folder.resolve("run-17/spark-checkpoint"));
    Path other = Files.createDirectories(folder.resolve("notes"));

    String fresh = FreshCheckpoints.in(folder.toString());

    assertThat(fresh).startsWith("file:" + folder + "/run-").doesNotEndWith("run-17");
    assertThat(earlier).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aFolderThatIsNotThereYetIsFine() {
    assertThat(FreshCheckpoints.in(folder.resolve("new").toString()))
        .startsWith("file:" + folder.resolve("new") + "/run-");
  }

  @Test
  void thePlansOfBatchesStayOnThisMachine() {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setCheckpointDir(folder.toString());

    FreshCheckpoints.set(options);

    assertThat(System.getProperty(FreshCheckpoints.STATES_PROPERTY))
        .startsWith("file:" + folder + "/run-");
    assertThat(URI.create(options.getCheckpointDir())).hasScheme("file");
    assertThat(Path.of(URI.create(options.getCheckpointDir())))
        .isEmptyDirectory()
        .doesNotHave(new Condition<>(path -> path.startsWith(folder), "in the shared folder"));
  }

  @AfterEach
  void forget() {
    System.clearProperty(FreshCheckpoints.STATES_PROPERTY);
  }

  @Test
  void aFileSystemThatNobodyKnowsIsNamed() {
    assertThatThrownBy(() -> FreshCheckpoints.in("nofs://host/checkpoints"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--checkpointDir=nofs://host/checkpoints cannot be used");
  }
}
