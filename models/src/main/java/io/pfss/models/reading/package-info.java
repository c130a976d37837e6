/** Readings, their measures and field names, and the JSON of topic {@code heat}. */
package io.pfss.models.reading;
