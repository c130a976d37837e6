/** Evaluation of models on readings with known states. */
package io.pfss.models.evaluation;
