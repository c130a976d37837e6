/**
 * The program that runs the pipeline in production, on any runner: begins, watches and ends it.
 * Begin with {@link io.pfss.driver.MainJob}.
 */
package io.pfss.driver;
