// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/** A certificate authority for tests. Issues valid and invalid server certificates as PEM files. */
public final class CertificateAuthority {
  private static final Duration VALIDITY = Duration.ofDays(2);

  private final Path folder;
  private final HeldCertificate authority;

  private CertificateAuthority(Path folder, HeldCertificate authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * Creates an authority that no client trusts yet.
   *
   * @param folder the folder for its files; created if missing
   */
  public static CertificateAuthority make(Path folder) throws IOException {
    Files.createDirectories(folder);
    HeldCertificate authority =
        new HeldCertificate.Builder().commonName("authority").certificateAuthority(0).build();
    Files.writeString(folder.resolve("authority.pem"), authority.certificatePem());
    return new CertificateAuthority(folder, authority);
  }

  /** Returns the file of the authority's own certificate, for clients' truststores. */
  public Path certificate() {
    return folder.resolve("authority.pem");
  }

  /** Issues a valid key and certificate for the loopback address; returns their file. */
  public Path valid() throws IOException {
    return issue("valid", Instant.now().minus(Duration.ofHours(1)), "localhost", "127.0.0.1");
  }

  /** Issues a key and certificate that expired a day ago; returns their file. */
  public Path expired() throws IOException {
    return issue("expired", Instant.now().minus(Duration.ofDays(3)), "localhost", "127.0.0.1");
  }

  /** Issues a key and certificate for another host name; returns their file. */
  public Path ofAnotherHost() throws IOException {
    return issue("elsewhere", Instant.now().minus(Duration.ofHours(1)), "elsewhere.example");
  }

  private Path issue(String name, Instant start, String... hosts) throws IOException {
    HeldCertificate.Builder server =
        new HeldCertificate.Builder()
            .commonName(name)
            .signedBy(authority)
            .validityInterval(start.toEpochMilli(), start.plus(VALIDITY).toEpochMilli());
    for (String host : hosts) {
      server.addSubjectAlternativeName(host);
    }

    HeldCertificate held = server.build();
    return Files.writeString(
        folder.resolve(name + ".pem"),
        held.privateKeyPkcs8Pem() + held.certificatePem() + authority.certificatePem());
  }
}
