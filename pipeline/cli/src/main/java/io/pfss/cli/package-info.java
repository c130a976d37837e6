/** The command {@code pfss}: the catalog, history, models and dead letters. */
package io.pfss.cli;
