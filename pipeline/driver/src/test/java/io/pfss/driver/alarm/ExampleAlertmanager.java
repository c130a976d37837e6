// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.pfss.trials.stack.AlertmanagerPrograms;
import io.pfss.trials.stack.AlertmanagerServer;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** An Alertmanager with the example's settings, a mail server and a webhook. */
final class ExampleAlertmanager implements AutoCloseable {
  static final Path FOLDER = Path.of(System.getProperty("pfss.home"), "runners", "alertmanager");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final WebhookServer webhook = new WebhookServer();
  private final AlertmanagerServer server;
  private final Path data;

  /**
   * Starts the servers.
   *
   * @param repeat the time after which an open alarm is told again
   */
  ExampleAlertmanager(Path folder, String repeat) throws IOException, InterruptedException {
    mail.start();
    Files.copy(FOLDER.resolve("pfss.tmpl"), folder.resolve("pfss.tmpl"));
    String config =
        Files.readString(FOLDER.resolve("alertmanager.yml"))
            .replace("mail.example.com:587", "127.0.0.1:" + mail.getSmtp().getPort())
            .replaceAll("  smtp_auth_username: .*\n", "  smtp_require_tls: false\n")
            .replaceAll("  smtp_auth_password_file: .*\n", "")
            .replace("http://127.0.0.1:9095/pfss", webhook.url())
            .replaceAll("(group_wait|group_interval): .*", "$1: 1s")
            .replaceAll("repeat_interval: .*", "repeat_interval: " + repeat);
    data = folder.resolve("data");
    server =
        AlertmanagerServer.start(
            AlertmanagerPrograms.obtain(),
            Files.writeString(folder.resolve("alertmanager.yml"), config),
            data);
  }

  AlertmanagerServer server() {
    return server;
  }

  WebhookServer webhook() {
    return webhook;
  }

  /** Returns the mails to an address, the oldest first. */
  List<MimeMessage> mails(String to) {
    return Arrays.stream(mail.getReceivedMessages()).filter(each -> isTo(each, to)).toList();
  }

  /** Waits, and checks that all the time there are so many mails and no more. */
  void assertMails(int count, Duration time) {
    Awaitility.await()
        .during(time)
        .atMost(time.plusSeconds(5))
        .until(() -> mail.getReceivedMessages().length == count);
  }

  /** Waits until no mail has come for a time; returns their number. */
  int awaitNoMoreMails(Duration time) {
    int[] last = {-1};
    Awaitility.await()
        .pollDelay(time)
        .pollInterval(time)
        .atMost(TIMEOUT)
        .until(
            () -> {
              int before = last[0];
              last[0] = mail.getReceivedMessages().length;
              return last[0] == before;
            });
    return last[0];
  }

  /** Waits until Alertmanager has stored what it has sent. */
  void awaitSaved() {
    Path log = data.resolve("nflog");
    long start = System.currentTimeMillis();
    await(() -> Files.exists(log) && Files.getLastModifiedTime(log).toMillis() > start + 1_000);
  }

  static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(TIMEOUT).until(condition);
  }

  /** Silences an alarm as Alertmanager's form does. */
  void silence(String facility, String kind, String severity)
      throws IOException, InterruptedException {
    String silence =
        """
        {"matchers": [
          {"name": "facility", "value": "%s", "isRegex": false, "isEqual": true},
          {"name": "kind", "value": "%s", "isRegex": false, "isEqual": true},
          {"name": "severity", "value": "%s", "isRegex": false, "isEqual": true}],
         "startsAt": "%s", "endsAt": "%s", "createdBy": "김", "comment": "콘덴서 점검", "id": null}"""
            .formatted(
                facility, kind, severity, Instant.now(), Instant.now().plus(Duration.ofHours(2)));
    URI address = server.url().resolve("/api/v2/silences");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(silence))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
  }

  @Override
  public void close() {
    server.close();
    webhook.close();
    mail.stop();
  }

  private static boolean isTo(MimeMessage each, String to) {
    try {
      return Arrays.toString(each.getRecipients(RecipientType.TO)).contains(to);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
