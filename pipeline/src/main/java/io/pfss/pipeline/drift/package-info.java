/** Whether live readings still look like those that a model has learnt from. */
package io.pfss.pipeline.drift;
