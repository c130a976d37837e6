// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

/**
 * The health of one part of the job.
 *
 * @param part name of the part
 * @param ok whether the part works
 * @param says a short explanation
 */
public record HealthCheck(String part, boolean ok, String says) {}
