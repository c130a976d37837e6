/** What is common to all that connect to servers by TLS. */
package io.pfss.models.tls;
