package io.pfss.cli;

import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One dead letter, whole. */
@Command(
    name = "show",
    description = "Shows a dead letter: error, source, and its bytes, in hex if they are no text.",
    mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {
  @Mixin private DlqOptions letters;

  @Parameters(
      paramLabel = "LETTER",
      description = "Its partition and offset, as list prints: 2/17.")
  private String place;

  @Option(names = "--to-file", description = "Writes the bytes to a file, as they are.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SourceOffset wanted = place();
    AtomicReference<DeadLetterRecord> found = new AtomicReference<>();
    letters
        .open()
        .read(
            letter -> {
              if (letter.place().equals(wanted)) {
                found.set(letter);
              }
            });
    if (found.get() == null) {
      throw new IllegalArgumentException(
          "There is no dead letter " + place + ": it never existed, or Kafka has deleted it");
    }

    print(found.get());
    return 0;
  }

  private void print(DeadLetterRecord letter) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Code:    " + letter.code());
    out.println("Message: " + letter.message());
    out.println("Time:    " + TextTable.time(letter.timeMillis()));
    out.println("From:    " + letter.source());
    if (letter.isExpired()) {
      out.println("Replay:  none, as InfluxDB no longer keeps its time");
    }

    if (letter.isCut()) {
      out.println("Replay:  none, as the value is cut: the record has " + letter.cut());
    }

    out.println("Bytes:   " + letter.value().length);
    if (file == null) {
      out.println();
      out.println(text(letter.value()));
    } else {
      Files.write(file, letter.value());
    }
  }

  private SourceOffset place() {
    return DeadLetterTopic.place(place)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + place
                        + "' is no dead letter: write partition/offset as list does, 2/17"));
  }

  private static String text(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return text.chars().anyMatch(DlqShowCommand::isObeyed) ? hex(value) : text;
    } catch (CharacterCodingException e) {
      return hex(value);
    }
  }

  /** Whether a terminal would do something other than print it. */
  private static boolean isObeyed(int character) {
    return Character.isISOControl(character) && "\t\n\r".indexOf(character) < 0;
  }

  private static String hex(byte[] value) {
    return HexFormat.ofDelimiter(" ").formatHex(value);
  }
}
