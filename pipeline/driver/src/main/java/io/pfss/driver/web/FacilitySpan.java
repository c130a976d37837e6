// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

/** A facility, by its sensor, and a span of time. */
record FacilitySpan(long sensorId, Span span) {}
