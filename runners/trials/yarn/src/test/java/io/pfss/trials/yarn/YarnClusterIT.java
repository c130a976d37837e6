// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.stack.HdfsCluster;
import io.pfss.trials.stack.YarnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class YarnClusterIT {
  private static final Path MODULE =
      Path.of(System.getProperty("pfss.home"), "runners/trials/hadoop");

  @TempDir Path data;

  @Test
  void runsContainersAndLeavesNoProcess() throws Exception {
    List<Long> pids = new ArrayList<>();
    try (HdfsCluster hdfs = HdfsCluster.start(MODULE, data.resolve("hdfs"), 1);
        YarnCluster cluster = YarnCluster.start(MODULE, data.resolve("yarn"), hdfs);
        YarnClient client = client(cluster)) {
      assertThat(client.getNodeReports(NodeState.RUNNING))
          .hasSize(2)
          .extracting(NodeReport::getCapability)
          .allMatch(node -> node.getMemorySize() == 4096 && node.getVirtualCores() == 4);

      submit(client, "$JAVA_HOME/bin/java -version 2><LOG_DIR>/java; exec sleep 600");
      long container = awaitContainer(cluster);
      pids.add(container);
      assertThat(Files.readString(find(data.resolve("yarn"), "java"))).contains("version \"17");

      cluster.kill("resourcemanager");
      cluster.restart("resourcemanager");
      assertThat(isRunning(container)).isTrue();
      pids.addAll(cluster.pids().values());
      pids.addAll(hdfs.pids().values());
    }

    assertThat(pids).hasSize(6);
    Awaitility.await().until(() -> pids.stream().noneMatch(YarnClusterIT::isRunning));
  }

  /** Whether a process is running and not a zombie. */
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  private static YarnClient client(YarnCluster cluster) {
    YarnConfiguration settings = new YarnConfiguration();
    for (String file : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
      settings.addResource(
          new org.apache.hadoop.fs.Path(cluster.confFolder().resolve(file).toUri()));
    }

    YarnClient client = YarnClient.createYarnClient();
    client.init(settings);
    client.start();
    return client;
  }

  private static void submit(YarnClient client, String command) throws Exception {
    ApplicationSubmissionContext application =
        client.createApplication().getApplicationSubmissionContext();
    application.setResource(Resource.newInstance(256, 1));
    application.setAMContainerSpec(
        ContainerLaunchContext.newInstance(
            Map.of(), Map.of(), List.of(command), Map.of(), null, Map.of()));
    client.submitApplication(application);
  }

  private static long awaitContainer(YarnCluster cluster) {
    return Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> sleeper(cluster), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Long> sleeper(YarnCluster cluster) {
    return cluster.pids().values().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .map(ProcessHandle::pid)
        .findFirst();
  }

  private static Path find(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.find(folder, 10, (file, attributes) -> file.endsWith(name))) {
      return files.findFirst().orElseThrow();
    }
  }
}
