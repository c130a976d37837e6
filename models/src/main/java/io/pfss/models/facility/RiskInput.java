// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import java.util.List;

/**
 * A number that a risk model reads from a {@link FacilityState}. The deficit is 1 − |power factor|.
 */
public enum RiskInput {
  PF_NOW("pf_now", "power factor now", "현재 역률"),
  DEFICIT_5("deficit_5", "power factor of the last 5 minutes", "최근 5분 역률"),
  DEFICIT_15("deficit_15", "power factor of the last 15 minutes", "최근 15분 역률"),
  DEFICIT_60("deficit_60", "power factor of the last hour", "최근 1시간 역률"),
  DEFICIT_240("deficit_240", "power factor of the last 4 hours", "최근 4시간 역률"),
  DEFICIT_1440("deficit_1440", "power factor of the last day", "최근 하루 역률"),
  FALL_5_15("fall_5_15", "fall in the last 5 minutes", "최근 5분 하락"),
  FALL_15_60("fall_15_60", "fall in the last 15 minutes", "최근 15분 하락"),
  FALL_60_1440("fall_60_1440", "the last hour compared with the day", "하루 대비 최근 1시간"),
  HOUR_SIN("hour_sin", "time of day", "시간대"),
  HOUR_COS("hour_cos", "time of day", "시간대"),
  WORKDAY("workday", "workday or weekend", "평일·주말"),
  USUAL_15("usual_15", "its usual power factor in 15 minutes", "15분 뒤 평소 역률"),
  USUAL_30("usual_30", "its usual power factor in 30 minutes", "30분 뒤 평소 역률"),
  USUAL_60("usual_60", "its usual power factor in an hour", "1시간 뒤 평소 역률");

  /** All, in the order of {@link FacilityState#inputs}. */
  public static final List<RiskInput> ALL = List.of(values());

  private final String label;
  private final String english;
  private final String korean;

  RiskInput(String label, String english, String korean) {
    this.label = label;
    this.english = english;
    this.korean = korean;
  }

  /** Its name in models. */
  public String label() {
    return label;
  }

  /** What an operator calls it, in English. */
  public String english() {
    return english;
  }

  /** What an operator calls it, in Korean. */
  public String korean() {
    return korean;
  }
}
