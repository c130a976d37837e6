/** Raises alerts when a facility's state changes and lasts, and when a sensor becomes silent. */
package io.pfss.pipeline.alert;
