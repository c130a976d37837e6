// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP response.
 *
 * @param status HTTP status code
 * @param contentType value of the header Content-Type
 * @param body content; not copied
 */
public record WebResponse(int status, String contentType, byte[] body) {
  /** Returns text in UTF-8, with status 200. */
  public static WebResponse text(String contentType, String text) {
    return of(200, contentType, text);
  }

  /** Returns a message in plain text. */
  public static WebResponse message(int status, String message) {
    return of(status, "text/plain", message + "\n");
  }

  /** Returns text in UTF-8. */
  public static WebResponse of(int status, String contentType, String text) {
    return new WebResponse(
        status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
