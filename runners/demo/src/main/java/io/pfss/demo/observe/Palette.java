package io.pfss.demo.observe;

import java.util.Map;

/** Whether a view uses colours. */
public enum Palette {
  COLOURED,
  PLAIN;

  /** {@link #PLAIN} where the environment sets NO_COLOR to anything but nothing. */
  public static Palette of(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() ? COLOURED : PLAIN;
  }

  String paint(Colour colour, String text) {
    return this == COLOURED ? colour.paint(text) : text;
  }
}
