package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
  @ParameterizedTest
  @CsvSource({"'',0", "abc,3", "정상,4", "정상 normal,11", "°C,2", "漢字,4", "ＡＢ,4", "😀,2"})
  void countsCells(String text, int cells) {
    assertThat(TextWidth.of(text)).isEqualTo(cells);
  }

  @Test
  void countsSyllablesThatAreWrittenInParts() {
    assertThat(TextWidth.of(Normalizer.normalize("정상", Normalizer.Form.NFD))).isEqualTo(4);
  }

  @Test
  void padsByCells() {
    assertThat(TextWidth.padRight("정상", 6)).isEqualTo("정상  ");
    assertThat(TextWidth.padLeft("정상", 6)).isEqualTo("  정상");
    assertThat(TextWidth.padLeft("정상", 3)).isEqualTo("정상");
  }

  @Test
  void takesNoHalfOfAWideCharacter() {
    assertThat(TextWidth.take("정상", 3)).isEqualTo("정");
    assertThat(TextWidth.take("😀😀", 2)).isEqualTo("😀");
  }

  @Property
  void takesWhatFits(@ForAll String text, @ForAll @IntRange(max = 50) int cells) {
    String taken = TextWidth.take(text, cells);

    assertThat(text).startsWith(taken);
    assertThat(TextWidth.of(taken)).isLessThanOrEqualTo(cells);
  }

  @Test
  void letsNoTextSteerTheTerminal() {
    assertThat(TextWidth.printable("a\u001B[2J\n정상\u009B")).isEqualTo("a?[2J?정상?");
  }
}
