// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.pipeline.PfssOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the monitoring. */
@Description("Monitoring of the running pipeline")
public interface MonitorOptions extends PfssOptions {
  @Description(
      "Period of readings that is compared with the model's training data, once a minute. The"
          + " result goes to the log and to the InfluxDB measurement model_drift.")
  @Default.String("10m")
  String getDriftWindow();

  void setDriftWindow(String driftWindow);
}
