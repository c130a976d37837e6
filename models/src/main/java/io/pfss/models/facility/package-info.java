/** The state of a facility over minutes to days, and what a risk model reads from it. */
package io.pfss.models.facility;
