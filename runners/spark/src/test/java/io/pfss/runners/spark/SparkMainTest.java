// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkMainTest {
  /** YARN treats each exit as a failure and starts another attempt. */
  @ParameterizedTest
  @CsvSource({
    "0, cluster, true",
    "3, cluster, true",
    "1, cluster, false",
    "2, cluster, false",
    "0, client, false",
    "3, client, false",
    "0, , false",
    "3, , false"
  })
  void yarnDoesNotRestartAStoppedOrReplacedJob(int status, String deployMode, boolean isReturn) {
    assertThat(SparkMain.isReturn(status, deployMode)).isEqualTo(isReturn);
  }
}
