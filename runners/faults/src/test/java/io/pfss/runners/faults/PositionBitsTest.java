package io.pfss.runners.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.element.SourceOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionBitsTest {
  @Test
  void countsWhatIsAgain() {
    PositionBits bits = bits(at(0, 5), at(1, 5), at(0, 5), at(0, 5));

    assertThat(bits.distinct()).isEqualTo(2);
    assertThat(bits.repeats()).isEqualTo(2);
    assertThat(bits.again()).isEqualTo(Map.of(at(0, 5), 2));
    assertThat(bits.contains(at(1, 5))).isTrue();
    assertThat(bits.contains(at(1, 4))).isFalse();
    assertThat(bits.contains(at(2, 5))).isFalse();
  }

  @Test
  void countsWhatOthersLack() {
    PositionBits sent = bits(at(0, 0), at(0, 1), at(3, 7));

    assertThat(sent.lackedBy(bits(at(0, 1), at(0, 2)))).isEqualTo(2);
    assertThat(sent.lackedBy(sent)).isZero();
    assertThat(sent.distinct()).isEqualTo(3);
  }

  private static PositionBits bits(SourceOffset... positions) {
    PositionBits bits = new PositionBits();
    for (SourceOffset position : positions) {
      bits.add(position);
    }

    return bits;
  }

  private static SourceOffset at(int partition, long offset) {
    return new SourceOffset(partition, offset);
  }
}
