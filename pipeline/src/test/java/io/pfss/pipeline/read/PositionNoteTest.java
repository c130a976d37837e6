package io.pfss.pipeline.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionNoteTest {
  private static final Uuid TOPIC = Uuid.randomUuid();

  @Test
  void aNoteIsReadAsItWasWritten() {
    assertReadAgain(new PositionNote(1_795_910_400_000L, TOPIC, 1L << 31));
    assertReadAgain(new PositionNote(0, null, 7));
    assertReadAgain(new PositionNote(7, TOPIC, 0));
  }

  @Test
  void notesOfFormerVersionsAreRead() {
    assertThat(read("1795910400000")).isEqualTo(new PositionNote(1_795_910_400_000L, null, 0));
    assertThat(read("1795910400000 " + TOPIC))
        .isEqualTo(new PositionNote(1_795_910_400_000L, TOPIC, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1 no topic", "1 - 2 3", "1 "})
  void whatOthersNoteSaysNothing(String text) {
    assertThat(read(text)).isEqualTo(new PositionNote(0, null, 0));
  }

  private static void assertReadAgain(PositionNote note) {
    assertThat(PositionNote.of(note.at(3))).isEqualTo(note);
    assertThat(note.at(3).offset()).isEqualTo(3);
  }

  private static PositionNote read(String text) {
    return PositionNote.of(new OffsetAndMetadata(3, text));
  }
}
