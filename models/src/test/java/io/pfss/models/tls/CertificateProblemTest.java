// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class CertificateProblemTest {
  @Test
  void reportsDeepestCause() {
    assertThat(problem(new CertificateExpiredException("NotAfter: yesterday")))
        .contains("its certificate has expired (NotAfter: yesterday): have it renewed");
    assertThat(problem(new CertificateNotYetValidException("NotBefore: tomorrow")))
        .hasValueSatisfying(text -> assertThat(text).contains("not valid yet", "clocks"));
    assertThat(problem(new CertPathBuilderException("no path")))
        .hasValueSatisfying(text -> assertThat(text).contains("not trusted", "in the.setting"));
    assertThat(problem(new CertPathValidatorException("x", new SignatureException("no match"))))
        .hasValueSatisfying(text -> assertThat(text).contains("not trusted (x)"));
    assertThat(
            problem(
                new CertPathValidatorException("validity", new CertificateExpiredException("x"))))
        .hasValueSatisfying(text -> assertThat(text).contains("expired (x)"));
  }

  @Test
  void reportsOtherHostInOneLine() {
    assertThat(problem(new CertificateException("No subject alternative names matching x found")))
        .hasValueSatisfying(text -> assertThat(text).contains("another host", "matching x found"));
    assertThat(problem(new SSLPeerUnverifiedException("Host x not verified:\n  names: [y]")))
        .hasValueSatisfying(text -> assertThat(text).contains("(Host x not verified)"));
  }

  @Test
  void ignoresOtherFailures() {
    assertThat(problem(new IOException("Connection reset"))).isEmpty();
    assertThat(problem(new CertificateException())).isEmpty();
  }

  private static Optional<String> problem(Exception cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
    handshake.initCause(cause);
    return CertificateProblem.in(new IOException("SSL handshake failed", handshake), "the.setting");
  }
}
