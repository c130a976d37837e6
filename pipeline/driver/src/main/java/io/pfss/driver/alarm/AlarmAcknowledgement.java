// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

/**
 * A silence of Alertmanager that covers an alarm: somebody has seen or shelved it.
 *
 * @param by who created the silence
 * @param fromMillis its start, in ms since the epoch
 * @param untilMillis its end, in ms since the epoch
 * @param comment the comment of its creator
 */
public record AlarmAcknowledgement(String by, long fromMillis, long untilMillis, String comment) {}
