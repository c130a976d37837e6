// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.SohState;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.element.RecordCoder;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.jspecify.annotations.Nullable;

/**
 * The state of a facility's hour, what it will do in the next one, and what to do about it. A
 * number that is not known is {@code NaN}.
 *
 * @param sensorId the sensor
 * @param timeMillis end of the latest minute, in ms since the epoch; 0 if nothing is known
 * @param powerFactor absolute power factor of the hour to date, 0 to 1; unknown without energy
 * @param state Korean label of the state of the hour, or {@link #STOPPED}; empty if unknown
 * @param risk probability that the facility reaches 경고 within 60 minutes, 0 to 1; unknown without a
 *     risk model, in the first 30 minutes, in 경고, and while the facility is stopped
 * @param why the inputs that move the risk most, at most three
 * @param kvarTo90 reactive power that has to be compensated for a power factor of 0.9, mean of the
 *     hour to date, kvar
 * @param kvarTo95 the same for 0.95
 * @param usualKvarTo90 the same for 0.9 in the worst of the facility's usual half hours
 * @param surcharge on the basic charge, in percent of it, if the month were as this hour; 0 if the
 *     power factor is leading
 * @param worstPhase R, S or T; empty if none is clearly worse
 * @param model version of the risk model; empty without one
 */
@DefaultCoder(RecordCoder.class)
public record Outlook(
    long sensorId,
    long timeMillis,
    double powerFactor,
    String state,
    double risk,
    List<RiskInput> why,
    double kvarTo90,
    double kvarTo95,
    double usualKvarTo90,
    double surcharge,
    String worstPhase,
    String model) {
  /** The state of a facility that does not run: its load is below 2 % of its day's mean. */
  public static final String STOPPED = "정지";

  private static final long MINUTE_MILLIS = 60_000;
  private static final double WATTS_OF_KILOWATT = 1000;

  // KEPCO's Regulations for Electricity Supply (전기공급약관), §§ 41 to 43: for each percent below 90 %,
  // but not below 60 %, the basic charge rises by 0.2 %.
  private static final double CHARGED_BELOW_PERCENT = 90;
  private static final double CHARGED_TO_PERCENT = 60;
  private static final double CHARGE_OF_PERCENT = 0.2;

  /** Nothing is known of a sensor's facility. */
  public static Outlook unknown(long sensorId) {
    double none = Double.NaN;
    return new Outlook(sensorId, 0, none, "", none, List.of(), none, none, none, none, "", "");
  }

  /**
   * The outlook after the latest minute of a facility.
   *
   * @param model null if there is none
   * @param version of the model; empty if there is none
   * @param limits of the power factor that decide the state of the hour; empty: 0.8 and 0.6
   */
  public static Outlook of(
      long sensorId,
      FacilityState facility,
      @Nullable RiskModel model,
      String version,
      Optional<StateLimits> limits) {
    if (facility.minute() == Long.MIN_VALUE) {
      return unknown(sensorId);
    }

    double risk = Double.NaN;
    List<RiskInput> why = List.of();
    if (model != null && facility.isAbove(model.limit())) {
      double[] inputs = facility.inputs(model.timeZone());
      risk = model.probability(inputs);
      why = model.reasons(inputs);
    }

    boolean isRunning = facility.isRunning();
    double powerFactor = facility.hasEnergyOfHour() ? facility.powerFactorOfHour() : Double.NaN;
    SohState state =
        limits
            .map(own -> own.stateAt(powerFactor))
            .orElseGet(() -> PowerFactorRule.AI_HUB.stateAt(powerFactor));
    return new Outlook(
        sensorId,
        (facility.minute() + 1) * MINUTE_MILLIS,
        powerFactor,
        isRunning ? state.label() : STOPPED,
        risk,
        why,
        kvar(facility, 0.9),
        kvar(facility, 0.95),
        facility.usualCompensation() / WATTS_OF_KILOWATT,
        facility.reactivePowerOfHour() < 0 ? 0 : surcharge(powerFactor),
        facility.worstPhase().orElse(""),
        version);
  }

  /** Percent of the basic charge for a lagging power factor, 0 to 6. */
  static double surcharge(double powerFactor) {
    double missing = CHARGED_BELOW_PERCENT - Math.max(CHARGED_TO_PERCENT, 100 * powerFactor);
    return Math.max(0, missing) * CHARGE_OF_PERCENT;
  }

  private static double kvar(FacilityState facility, double target) {
    return FacilityState.compensation(
            facility.activePowerOfHour(), facility.reactivePowerOfHour(), target)
        / WATTS_OF_KILOWATT;
  }
}
