// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.util.Map;

/** How the terminal view is drawn. */
public enum DisplayMode {
  /** Redrawn in place once a second. */
  LIVE,
  /** One line every 5 s. */
  PLAIN,
  /** {@link #LIVE} on a terminal, {@link #PLAIN} in a file or a pipe. */
  AUTO;

  /**
   * Returns {@link #LIVE} or {@link #PLAIN}.
   *
   * @param environment the process's environment; TERM=dumb means a terminal that cannot redraw in
   *     place
   */
  DisplayMode resolve(Map<String, String> environment) {
    if (this != AUTO) {
      return this;
    }

    boolean drawable = System.console() != null && !"dumb".equals(environment.get("TERM"));
    return drawable ? LIVE : PLAIN;
  }

  /** Returns the number of colours; 0 if NO_COLOR is set and not empty. */
  int colours(Map<String, String> environment) {
    boolean coloured = this == LIVE && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return coloured ? Dashboard.COLOURS : 0;
  }
}
