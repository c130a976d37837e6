/**
 * What each facility will do in the next hour, and what to do about it: topic {@code heat_risk}.
 */
package io.pfss.pipeline.outlook;
