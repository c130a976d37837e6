/** How good a model is: what it said of readings whose state is known. */
package io.pfss.models.evaluation;
