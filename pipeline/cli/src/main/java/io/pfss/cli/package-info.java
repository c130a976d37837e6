/** The command {@code pfss}: tools for the catalog, history, models and dead letters. */
package io.pfss.cli;
