package io.pfss.driver.web;

import java.io.IOException;
import java.net.URI;

/** What is served at one path. Called by several threads at once. */
@FunctionalInterface
public interface WebPage {
  /**
   * Answers a GET request.
   *
   * @param request path and query as they were asked for, below the path that the page is at
   * @throws IllegalArgumentException if the query is wrong; its message is the answer, with status
   *     400
   * @throws IOException if what the page tells of does not answer; status 503
   */
  WebResponse get(URI request) throws IOException;
}
