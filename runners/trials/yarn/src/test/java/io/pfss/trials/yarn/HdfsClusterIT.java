// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.trials.stack.HdfsCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class HdfsClusterIT {
  private static final Path MODULE =
      Path.of(System.getProperty("pfss.home"), "runners/trials/hadoop");
  private static final org.apache.hadoop.fs.Path FILE = new org.apache.hadoop.fs.Path("/numbers");
  private static final org.apache.hadoop.fs.Path LATER = new org.apache.hadoop.fs.Path("/later");

  @TempDir Path data;

  @Test
  void writesAndReadsFilesWhileADataNodeIsDead() throws Exception {
    Map<String, Long> pids;
    try (HdfsCluster cluster = HdfsCluster.start(MODULE, data);
        FileSystem files = FileSystem.newInstance(cluster.uri(), settings(cluster))) {
      try (FSDataOutputStream open = files.create(LATER)) {
        write(files, FILE, "one");
        // Closing a file waits for the first DataNode's report only.
        Awaitility.await().until(() -> copies(files, FILE) == 3);

        open.writeUTF("before");
        open.hflush();
        cluster.kill("datanode-2");
        open.writeUTF("after");
      }

      assertThat(read(files, FILE)).isEqualTo("one");
      try (FSDataInputStream in = files.open(LATER)) {
        assertThat(in.readUTF() + in.readUTF()).isEqualTo("beforeafter");
      }

      cluster.restart("datanode-2");
      cluster.kill("namenode");
      cluster.restart("namenode");
      assertThat(read(files, FILE)).isEqualTo("one");
      pids = cluster.pids();
    }

    assertThat(pids).hasSize(4);
    assertThat(pids.values()).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void reportsThatTheDaemonsAreNotBuilt() {
    assertThatThrownBy(() -> HdfsCluster.start(data.resolve("elsewhere"), data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Run mvn compile first");
  }

  private static Configuration settings(HdfsCluster cluster) {
    Configuration settings = new Configuration();
    settings.addResource(
        new org.apache.hadoop.fs.Path(cluster.confFolder().resolve("core-site.xml").toUri()));
    settings.addResource(
        new org.apache.hadoop.fs.Path(cluster.confFolder().resolve("hdfs-site.xml").toUri()));
    // A call may use a connection to the killed NameNode.
    settings.set("dfs.client.retry.policy.enabled", "true");
    settings.set("dfs.client.retry.policy.spec", "500,20");
    return settings;
  }

  private static int copies(FileSystem files, org.apache.hadoop.fs.Path file) throws IOException {
    BlockLocation[] blocks = files.getFileBlockLocations(file, 0, 1);
    return blocks[0].getHosts().length;
  }

  private static void write(FileSystem files, org.apache.hadoop.fs.Path file, String text)
      throws IOException {
    try (FSDataOutputStream out = files.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileSystem files, org.apache.hadoop.fs.Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
