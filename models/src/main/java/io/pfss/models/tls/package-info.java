/** Errors of TLS connections. */
package io.pfss.models.tls;
