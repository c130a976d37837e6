/** Labels: the true state of a facility, by a rule or from operators. */
package io.pfss.models.labels;
