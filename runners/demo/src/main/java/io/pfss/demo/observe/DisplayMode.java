package io.pfss.demo.observe;

import java.util.Map;

/** How a view shows itself. */
public enum DisplayMode {
  /** In place, once a second. */
  LIVE,
  /** One line every five seconds. */
  PLAIN,
  /** {@link #LIVE} on a terminal, {@link #PLAIN} in a file or a pipe. */
  AUTO;

  /**
   * {@link #LIVE} or {@link #PLAIN}.
   *
   * @param environment the process's: TERM=dumb is a terminal that cannot draw in place
   */
  DisplayMode resolve(Map<String, String> environment) {
    if (this != AUTO) {
      return this;
    }

    boolean drawable = System.console() != null && !"dumb".equals(environment.get("TERM"));
    return drawable ? LIVE : PLAIN;
  }

  /** How many colours a view has; none where the environment sets NO_COLOR to anything. */
  int colours(Map<String, String> environment) {
    boolean coloured = this == LIVE && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return coloured ? Dashboard.COLOURS : 0;
  }
}
