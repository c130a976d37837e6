package io.pfss.models.soh;

import java.util.List;

/** The state of health of a facility, from best to worst. */
public enum SohState {
  NORMAL("정상"),
  CAUTION("주의"),
  WARNING("경고");

  /** All states; a state's index is its class number in models and its value in InfluxDB. */
  public static final List<SohState> ALL = List.of(values());

  private final String label;

  SohState(String label) {
    this.label = label;
  }

  /** The Korean label, as in {@code pred} of topic {@code heat_pf}. */
  public String label() {
    return label;
  }
}
