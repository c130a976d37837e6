/** Training of models that give the probability of a low power factor within the next hour. */
package io.pfss.models.training.risk;
