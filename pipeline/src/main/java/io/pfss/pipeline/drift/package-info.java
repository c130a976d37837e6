/**
 * Reports of drift between live readings and a model's training data, and of a challenger's
 * agreement with the champion.
 */
package io.pfss.pipeline.drift;
