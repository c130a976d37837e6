/** The catalog: its database, its records, and the Iceberg table of the warehouse. */
package io.pfss.pipeline.catalog;
