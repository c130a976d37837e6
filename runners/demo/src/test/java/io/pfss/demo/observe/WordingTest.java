// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource({"'',0", "abc,3", "정상,4", "정상 normal,11", "°C,2", "漢字,4", "ＡＢ,4", "😀,2"})
  void countsCells(String text, int cells) {
    assertThat(Wording.cells(text)).isEqualTo(cells);
  }

  @Test
  void countsCellsOfDecomposedSyllables() {
    assertThat(Wording.cells(Normalizer.normalize("정상", Normalizer.Form.NFD))).isEqualTo(4);
  }

  @Test
  void padsByCells() {
    assertThat(Wording.padRight("정상", 6)).isEqualTo("정상  ");
    assertThat(Wording.padLeft("정상", 6)).isEqualTo("  정상");
    assertThat(Wording.padLeft("정상", 3)).isEqualTo("정상");
  }

  @Property
  void truncatesLongLines(@ForAll String text, @ForAll @IntRange(min = 1, max = 50) int cells) {
    SinkSnapshot snapshot = Snapshots.withProblem(text);

    assertThat(new Dashboard(0, Optional.empty()).lines(snapshot, new Size(cells, 24)))
        .allSatisfy(line -> assertThat(Wording.cells(line)).isLessThanOrEqualTo(cells));
  }

  @Test
  void doesNotSplitWideCharacters() {
    SinkSnapshot snapshot = Snapshots.withProblem("정상😀");
    Dashboard dashboard = new Dashboard(0, Optional.empty());
    assertThat(dashboard.lines(snapshot, new Size(6, 24))).last().isEqualTo("! 정…");
    assertThat(dashboard.lines(snapshot, new Size(8, 24))).last().isEqualTo("! 정상😀");
  }

  @Test
  void replacesControlCharacters() {
    assertThat(Wording.printable("a\u001B[2J\n정상\u009B")).isEqualTo("a?[2J?정상?");
  }
}
