/** The source that reads topic {@code heat}, and the step that commits its offsets. */
package io.pfss.pipeline.source;
