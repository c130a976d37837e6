/** Queries to InfluxDB. */
package io.pfss.driver.influx;
