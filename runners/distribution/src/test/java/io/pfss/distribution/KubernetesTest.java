// SPDX-License-Identifier: Apache-2.0
package io.pfss.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesTest {
  private List<JsonNode> objects;

  @BeforeEach
  void read() throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    objects =
        mapper
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(Path.of("src/main/conf/kubernetes.yaml").toFile())
            .readAll();
  }

  /** The readers refuse unknown and missing fields. */
  @Test
  void kubernetesKnowsAllFields() throws IOException {
    assertThat(objects).hasSize(2);
    V1ConfigMap config = V1ConfigMap.fromJson(objects.get(0).toString());
    V1StatefulSet job = V1StatefulSet.fromJson(objects.get(1).toString());

    assertThat(job.getSpec().getReplicas()).isEqualTo(1);
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(job.getSpec().getSelector().getMatchLabels());
    V1Container pfss = job.getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(pfss.getImage()).isEqualTo("pfss:" + System.getProperty("pfss.version"));
    assertThat(pfss.getArgs()).contains("--config=/etc/pfss/pfss.properties");
    assertThat(config.getData()).containsOnlyKeys("pfss.properties");
  }
}
