// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import io.pfss.models.text.Utf8;
import io.pfss.pipeline.support.NamedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities to trust, instead of those that Java trusts.
 *
 * @param manager checks certificates
 * @param context creates connections that use the manager
 */
public record TrustStore(X509TrustManager manager, SSLContext context) {
  /**
   * Reads the certificate authorities in a file.
   *
   * @param file PEM file on any Beam file system
   * @throws IllegalArgumentException if it cannot be read or has no certificate
   */
  public static TrustStore inFile(String file) {
    try {
      X509TrustManager manager = manager(certificates(file));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new TrustStore(manager, context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The certificates in "
              + file
              + " cannot be read: "
              + e.getMessage()
              + ". Name a PEM file with the certificate authorities to trust",
          e);
    }
  }

  private static Collection<? extends Certificate> certificates(String file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = new NamedFile(file).open()) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Utf8.readBytes(in)));
      if (certificates.isEmpty()) {
        throw new CertificateException("it contains no certificate");
      }

      return certificates;
    }
  }

  private static X509TrustManager manager(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number, certificate);
      number++;
    }

    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("Java has no X.509 trust manager"));
  }
}
