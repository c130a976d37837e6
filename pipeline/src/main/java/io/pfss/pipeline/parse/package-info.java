/** The step that parses records of topic {@code heat}, and the names of their fields. */
package io.pfss.pipeline.parse;
