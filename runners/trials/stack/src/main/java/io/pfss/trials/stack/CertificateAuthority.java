package io.pfss.trials.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority of a trial's own, and servers' certificates by it, right ones and wrong
 * ones: made by Java's keytool, kept as PEM files.
 *
 * @param folder of its files
 */
public record CertificateAuthority(Path folder) {
  private static final String NAME = "authority";
  private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

  /** It guards nothing that lasts: the keys are a trial's. */
  private static final String STORE_PASSWORD = "changeit";

  /**
   * Makes an authority that nobody trusts yet.
   *
   * @param folder takes its files; made if absent
   */
  public static CertificateAuthority make(Path folder) throws IOException, InterruptedException {
    CertificateAuthority authority = new CertificateAuthority(Files.createDirectories(folder));
    authority.keytool(
        NAME, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign", "-validity", "2");
    authority.write(NAME, false);
    return authority;
  }

  /** The authority's own certificate, for who shall trust it. */
  public Path certificate() {
    return file(NAME);
  }

  /** A server's key and certificate for this machine's loopback address. */
  public Path valid() throws IOException, InterruptedException {
    return issue("valid", HERE, "-1H", "2");
  }

  /** A server's key and certificate that were right until a day ago. */
  public Path expired() throws IOException, InterruptedException {
    return issue("expired", HERE, "-3d", "2");
  }

  /** A server's key and certificate for a machine of another name. */
  public Path ofAnotherHost() throws IOException, InterruptedException {
    return issue("elsewhere", "san=dns:elsewhere.example", "-1H", "2");
  }

  private Path issue(String name, String host, String start, String days)
      throws IOException, InterruptedException {
    keytool(name, "-signer", NAME, "-ext", host, "-startdate", start, "-validity", days);
    return write(name, true);
  }

  private void keytool(String name, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store().toString()));
    command.addAll(List.of(more));
    ChildProcess.run("keytool", command, "", folder.resolve("keytool.log"));
  }

  private Path write(String name, boolean withKey) throws IOException {
    StringBuilder pem = new StringBuilder();
    try (InputStream in = Files.newInputStream(store())) {
      KeyStore entries = KeyStore.getInstance("PKCS12");
      entries.load(in, STORE_PASSWORD.toCharArray());
      if (withKey) {
        append(pem, "PRIVATE KEY", entries.getKey(name, STORE_PASSWORD.toCharArray()).getEncoded());
      }

      for (Certificate certificate : entries.getCertificateChain(name)) {
        append(pem, "CERTIFICATE", certificate.getEncoded());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("What keytool made in " + store() + " cannot be read", e);
    }

    return Files.writeString(file(name), pem);
  }

  private static void append(StringBuilder pem, String kind, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    pem.append("-----BEGIN ").append(kind).append("-----\n");
    pem.append(lines.encodeToString(content)).append('\n');
    pem.append("-----END ").append(kind).append("-----\n");
  }

  private Path file(String name) {
    return folder.resolve(name + ".pem");
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }
}
