package io.pfss.demo.observe;

import java.util.ArrayList;
import java.util.List;

/** One line of differently coloured parts, cut to a width before it is painted. Not thread-safe. */
final class StyledLine {
  private static final String ELLIPSIS = "…";

  private final List<Span> spans = new ArrayList<>();

  StyledLine add(String text) {
    return add(Colour.NONE, text);
  }

  StyledLine add(Colour colour, String text) {
    spans.add(new Span(colour, text));
    return this;
  }

  /** In cells. */
  int width() {
    return spans.stream().mapToInt(span -> TextWidth.of(span.text)).sum();
  }

  /** The line for a terminal of this many columns; one that is too long ends in an ellipsis. */
  String render(int columns, Palette palette) {
    boolean tooLong = width() > columns;
    int left = tooLong ? columns - 1 : columns;
    StringBuilder line = new StringBuilder();
    for (Span span : spans) {
      String text = TextWidth.take(span.text, left);
      line.append(palette.paint(span.colour, text));
      if (!text.equals(span.text)) {
        break;
      }

      left -= TextWidth.of(text);
    }

    return tooLong ? line + ELLIPSIS : line.toString();
  }

  private record Span(Colour colour, String text) {}
}
