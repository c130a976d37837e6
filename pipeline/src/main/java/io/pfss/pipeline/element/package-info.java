/** The elements that move between the steps of the pipeline, and their coders. */
package io.pfss.pipeline.element;
