// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.io.IOException;
import java.net.URI;

/** Handles requests to one path. Called by several threads at once. */
@FunctionalInterface
public interface WebPage {
  /**
   * Responds to a GET request.
   *
   * @param request path and query of the request; the path starts with the page's path
   * @throws IllegalArgumentException if the query is wrong; the response is its message, with
   *     status 400
   * @throws IOException if the page's source of data does not respond; the status is 503
   */
  WebResponse get(URI request) throws IOException;
}
