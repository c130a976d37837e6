/** The step that scores readings with the active model, and the sink of topic {@code heat_pf}. */
package io.pfss.pipeline.score;
