// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.pfss.trials.stack.AlertmanagerPrograms;
import io.pfss.trials.stack.AlertmanagerServer;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** An Alertmanager with the example's settings, a mail server and a webhook. */
public final class ExampleAlertmanager implements AutoCloseable {
  /** The folder of the example. */
  public static final Path FOLDER =
      Path.of(System.getProperty("pfss.home"), "runners", "alertmanager");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CONDITION = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final WebhookServer webhook = new WebhookServer();
  private final AlertmanagerServer server;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Starts the servers.
   *
   * @param repeat the time after which an open alarm is sent again
   */
  public ExampleAlertmanager(Path folder, String repeat) throws IOException, InterruptedException {
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

  /** Returns Alertmanager. */
  public AlertmanagerServer server() {
    return server;
  }

  /** Returns where Alertmanager sends what is urgent. */
  public WebhookServer webhook() {
    return webhook;
  }

  /** Returns the mails to an address, the oldest first. */
  public List<MimeMessage> mails(String to) {
    return Arrays.stream(mail.getReceivedMessages()).filter(each -> isTo(each, to)).toList();
  }

  /** Waits, and checks that all the time there are so many mails and no more. */
  public void assertMails(int count, Duration time) {
    Awaitility.await()
        .during(time)
        .atMost(time.plusSeconds(5))
        .until(() -> mail.getReceivedMessages().length == count);
  }

  /** Waits until no mail has come for a time; returns their number. */
  public int awaitNoMoreMails(Duration time) {
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

  /** Waits until Alertmanager has stored its silences and what it has sent. */
  public void awaitSaved() {
    long start = System.currentTimeMillis();
    for (String name : List.of("nflog", "silences")) {
      Path file = data.resolve(name);
      await(() -> Files.exists(file) && Files.getLastModifiedTime(file).toMillis() > start + 1_000);
    }
  }

  /** Waits until a condition holds. */
  public static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(TIMEOUT).until(condition);
  }

  /**
   * Acknowledges an alarm for two hours, as Alertmanager's form does.
   *
   * @param form the form's address, which has the conditions
   */
  public void silence(String form) throws IOException, InterruptedException {
    ObjectNode silence =
        JSON.createObjectNode()
            .put("startsAt", Instant.now().toString())
            .put("endsAt", Instant.now().plus(Duration.ofHours(2)).toString())
            .put("createdBy", "김")
            .put("comment", "콘덴서 점검");
    ArrayNode matchers = silence.putArray("matchers");
    Matcher condition = CONDITION.matcher(URLDecoder.decode(form, StandardCharsets.UTF_8));
    while (condition.find()) {
      matchers
          .addObject()
          .put("name", condition.group(1))
          .put("value", condition.group(2))
          .put("isRegex", false)
          .put("isEqual", true);
    }

    send(
        HttpRequest.newBuilder(server.url().resolve("/api/v2/silences"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(silence.toString()))
            .build());
  }

  /** Returns Alertmanager's open alerts whose label has a value. */
  public List<JsonNode> open(String label, String value) throws IOException, InterruptedException {
    String filter = URLEncoder.encode(label + "=\"" + value + "\"", StandardCharsets.UTF_8);
    URI address = server.url().resolve("/api/v2/alerts?filter=" + filter);
    List<JsonNode> alerts = new ArrayList<>();
    JSON.readTree(send(HttpRequest.newBuilder(address).build())).forEach(alerts::add);
    return alerts;
  }

  /** Returns the text and the HTML of a mail. */
  public static String content(MimeMessage mail) throws IOException, MessagingException {
    StringBuilder text = new StringBuilder();
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      text.append(parts.getBodyPart(i).getContent());
    }

    return text.toString();
  }

  @Override
  public void close() {
    server.close();
    webhook.close();
    mail.stop();
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }

    return answer.body();
  }

  private static boolean isTo(MimeMessage each, String to) {
    try {
      return Arrays.toString(each.getRecipients(RecipientType.TO)).contains(to);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
