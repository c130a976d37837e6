/** What the driver tells of the running pipeline: to Prometheus, to InfluxDB, and its health. */
package io.pfss.driver.metrics;
