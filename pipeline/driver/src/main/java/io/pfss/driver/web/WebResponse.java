package io.pfss.driver.web;

import java.nio.charset.StandardCharsets;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param contentType as the header has it
 * @param body the content; not copied
 */
public record WebResponse(int status, String contentType, byte[] body) {
  /** Text in UTF-8 with status 200. */
  public static WebResponse text(String contentType, String text) {
    return of(200, contentType, text);
  }

  /** One line for people. */
  public static WebResponse message(int status, String message) {
    return of(status, "text/plain", message + "\n");
  }

  /** Text in UTF-8. */
  public static WebResponse of(int status, String contentType, String text) {
    return new WebResponse(
        status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
