// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

/** Thrown if another program uses the job's consumer group; the message is for the user. */
public final class GroupInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GroupInUseException(String message) {
    super(message);
  }

  /** Creates an exception for a runner that finds its job stopped in favour of another. */
  public GroupInUseException(String message, Throwable cause) {
    super(message, cause);
  }
}
