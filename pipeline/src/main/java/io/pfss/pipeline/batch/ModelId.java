package io.pfss.pipeline.batch;

import io.pfss.models.soh.ModelDescription;
import java.util.regex.Pattern;

/** How the table of scores names a model version: {@code heat-forest@2}. */
public final class ModelId {
  /** What is the same in a path, a URI and a folder of Hive's kind, and has no {@code @}. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private ModelId() {}

  /**
   * The name and the version.
   *
   * @throws IllegalArgumentException if one of them has a character that a path may not have
   */
  public static String of(ModelDescription model) {
    return safe(model, model.name()) + "@" + safe(model, model.version());
  }

  private static String safe(ModelDescription model, String part) {
    if (part == null || !SAFE.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "Scores of model "
              + model.name()
              + ", version "
              + model.version()
              + " cannot be kept: both may have letters, digits, '.', '_' and '-' only");
    }

    return part;
  }
}
