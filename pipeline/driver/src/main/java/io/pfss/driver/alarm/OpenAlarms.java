// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import java.util.List;
import java.util.Set;

/**
 * The open alarms at a time.
 *
 * @param alarms of the known kinds
 * @param known the kinds of which all open alarms are known; after a start, some are not known yet
 */
record OpenAlarms(List<Alarm> alarms, Set<AlarmKind> known) {}
