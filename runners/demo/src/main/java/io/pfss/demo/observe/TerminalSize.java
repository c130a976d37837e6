package io.pfss.demo.observe;

/**
 * The size of a terminal.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record TerminalSize(int columns, int rows) {
  /** What terminals have been for fifty years. */
  public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

  /**
   * @throws IllegalArgumentException if one is not positive
   */
  public TerminalSize {
    if (columns < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "A terminal of " + columns + " columns and " + rows + " rows");
    }
  }
}
