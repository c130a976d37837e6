// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Explains why a server's certificate is rejected: Java spreads the reason over several exceptions.
 */
public final class CertificateProblem {
  private CertificateProblem() {}

  /**
   * Returns the problem and the remedy for the user, on one line; empty if a failure is not about a
   * certificate.
   *
   * @param trustSetting the user's setting that names the authorities to trust
   */
  public static Optional<String> in(Throwable failure, String trustSetting) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .flatMap(cause -> of(cause, trustSetting).stream())
        // The deepest cause is the most specific.
        .reduce((found, deeper) -> deeper);
  }

  private static Optional<String> of(Throwable cause, String trustSetting) {
    if (cause instanceof CertificateExpiredException) {
      return Optional.of(
          "its certificate has expired (" + cause.getMessage() + "): have it renewed");
    }

    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of(
          "its certificate is not valid yet ("
              + cause.getMessage()
              + "): compare the clocks of both machines");
    }

    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of(
          "its certificate was issued by an authority that is not trusted ("
              + cause.getMessage()
              + "): name that authority's certificate in "
              + trustSetting);
    }

    if (cause instanceof SSLPeerUnverifiedException || isOfAnotherHost(cause)) {
      return Optional.of(
          "its certificate is for another host ("
              + firstLine(String.valueOf(cause.getMessage()))
              + "): use an address that the certificate names, or have one issued for this address");
    }

    return Optional.empty();
  }

  /** Whether the certificate is for another host; Java has no specific exception. */
  private static boolean isOfAnotherHost(Throwable cause) {
    return cause instanceof CertificateException
        && cause.getMessage() != null
        && (cause.getMessage().startsWith("No subject alternative")
            || cause.getMessage().startsWith("No name matching"));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceFirst(":$", "");
  }
}
