// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.util.regex.Pattern;

/** Checks topic names by Kafka's rules. */
public final class TopicName {
  private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private TopicName() {}

  /** Whether Kafka accepts the name. */
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }
}
