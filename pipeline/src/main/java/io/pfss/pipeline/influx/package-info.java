/** The sink that writes scored readings to InfluxDB 1.x or 2.x. */
package io.pfss.pipeline.influx;
