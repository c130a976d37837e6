// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.pipeline.deadletter.DeadLetterTopic;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name a topic of dead letters. */
class DlqTopicOptions {
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--topic",
      defaultValue = "heat_dlq",
      description = "Topic of the dead letters. Default: ${DEFAULT-VALUE}.")
  private String topic;

  DeadLetterTopic open() {
    return new DeadLetterTopic(kafka.cluster(), topic);
  }
}
