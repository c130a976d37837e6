/** The held states and open alarms of the facilities in InfluxDB, for Grafana. */
package io.pfss.driver.status;
