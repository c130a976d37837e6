package io.pfss.driver.web;

/**
 * What was found of one part.
 *
 * @param part its name
 * @param ok whether it does what it should
 * @param says in words
 */
public record HealthCheck(String part, boolean ok, String says) {}
