/** The sinks of scored readings, and the step that delivers to them. */
package io.pfss.pipeline.sink;
