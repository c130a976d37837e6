/**
 * The driver: starts, monitors and stops the pipeline, on any runner. Start reading at {@link
 * io.pfss.driver.MainJob}.
 */
package io.pfss.driver;
