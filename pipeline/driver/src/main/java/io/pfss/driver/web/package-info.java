/** What the driver serves over HTTP: read-only, on loopback unless options say otherwise. */
package io.pfss.driver.web;
