/** Tells when a facility's state changes for good, and when a sensor falls silent. */
package io.pfss.pipeline.alert;
