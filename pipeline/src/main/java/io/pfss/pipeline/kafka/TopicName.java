package io.pfss.pipeline.kafka;

import java.util.regex.Pattern;

/** What Kafka takes for the name of a topic. */
public final class TopicName {
  private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private TopicName() {}

  /** Whether a topic may have this name. */
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }
}
