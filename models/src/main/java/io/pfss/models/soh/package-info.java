/** Models of the state of health: their features, their scores, and the folders that store them. */
package io.pfss.models.soh;
