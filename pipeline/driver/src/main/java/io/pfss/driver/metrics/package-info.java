/** Monitoring of the running pipeline: Prometheus meters, InfluxDB points and health checks. */
package io.pfss.driver.metrics;
