/** Alarms: those that are open, their notification by Alertmanager, and their history. */
package io.pfss.driver.alarm;
