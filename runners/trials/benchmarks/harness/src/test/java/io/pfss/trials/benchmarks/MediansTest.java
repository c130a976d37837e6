// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void computesMediansByTrialContestantAndRate() {
    Medians medians = new Medians();
    medians.add(result("a", 1, 30, 5));
    medians.add(result("b", 1, 7, 1));
    medians.add(result("a", 2, 10, 9));
    medians.add(result("a", 3, 20, 7));

    List<ObjectNode> results = medians.results();

    assertThat(results).hasSize(2);
    assertThat(results.get(0))
        .hasToString("{\"trial\":\"t\",\"contestant\":\"a\",\"median_of\":3,\"x\":20,\"y\":7}");
    assertThat(results.get(1))
        .hasToString("{\"trial\":\"t\",\"contestant\":\"b\",\"median_of\":1,\"x\":7,\"y\":1}");
  }

  private static ObjectNode result(String contestant, int round, int x, int y) {
    return JSON.createObjectNode()
        .put("trial", "t")
        .put("contestant", contestant)
        .put("round", round)
        .put("x", x)
        .put("y", y);
  }
}
