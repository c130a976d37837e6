/** Trains models on labelled readings. */
package io.pfss.models.training;
