package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkObserverSettingsTest {
  private final SinkObserver.Builder settings =
      SinkObserver.of(Map.of("bootstrap.servers", "localhost:9092"), ObservedTopics.DEFAULT);

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> SinkObserver.of(Map.of(), ObservedTopics.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bootstrap.servers");
    assertThatThrownBy(() -> settings.interval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The interval is not positive: PT0S");
  }

  @Test
  void refusesTopicsThatAreNotThree() {
    assertThatThrownBy(() -> new ObservedTopics("heat", "heat", "heat_dlq"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected three topics but found: heat, heat, heat_dlq");
    assertThatThrownBy(() -> new ObservedTopics("heat", " ", "heat_dlq"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
  }
}
