// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.text.Message;

/** A model version's folder cannot be used; the message is for the user. */
public final class InvalidModelException extends Exception {
  InvalidModelException(String location, String problem, Throwable cause) {
    super(
        Message.of(
            "The model in %s cannot be used: %s. Check the folder, choose another version, or train it"
                + " again.",
            location, problem),
        cause);
  }
}
