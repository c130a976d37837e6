/** Servers, virtual sensors and a view in the terminal, for a driver on one machine. */
package io.pfss.demo;
