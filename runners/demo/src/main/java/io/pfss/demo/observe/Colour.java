package io.pfss.demo.observe;

import io.pfss.models.soh.SohState;

/** Colours and weights of text on an ANSI terminal. */
enum Colour {
  NONE(""),
  BOLD("1"),
  FAINT("2"),
  GREEN("32"),
  YELLOW("33"),
  RED("31");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  static Colour of(SohState state) {
    return switch (state) {
      case NORMAL -> GREEN;
      case CAUTION -> YELLOW;
      case WARNING -> RED;
    };
  }

  /** The text between this colour's begin and end. */
  String paint(String text) {
    return this == NONE || text.isEmpty() ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
  }
}
