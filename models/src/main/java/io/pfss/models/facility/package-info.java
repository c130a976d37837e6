/** The state of a facility over minutes to days, and the inputs that a risk model reads from it. */
package io.pfss.models.facility;
