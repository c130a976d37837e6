/** An evaluation as a page of HTML that holds all it needs. */
package io.pfss.models.evaluation.report;
