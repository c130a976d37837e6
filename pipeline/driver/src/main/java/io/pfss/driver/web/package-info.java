/** The driver's HTTP server: read-only, and on loopback by default. */
package io.pfss.driver.web;
