package io.pfss.cli;

import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.Promotion;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The versions of a model. */
@Command(
    name = "list",
    description = "The versions of a model, how good they are, and which serve.",
    mixinStandardHelpOptions = true)
final class ModelListCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;

  @Parameters(paramLabel = "MODEL", description = "As heat-forest.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PromotionStore store = models.store(model);
    Optional<Promotion> serving = store.latest();
    List<List<String>> rows = new ArrayList<>();
    for (String version : store.versions()) {
      rows.add(row(store, version, serving));
    }

    TextTable.print(
        spec.commandLine().getOut(),
        List.of("VERSION", "SERVES", "ALGORITHM", "FEATURES", "CREATED", "MACRO F1", "PF LIMITS"),
        rows,
        "");
    return 0;
  }

  private static List<String> row(
      PromotionStore store, String version, Optional<Promotion> serving) {
    String serves = serves(version, serving);
    try {
      ModelDescription description = Models.of(store.folderOf(version)).description();
      return List.of(
          version,
          serves,
          description.algorithm().name(),
          Integer.toString(description.features().size()),
          description.created(),
          metric(description, "macro_f1"),
          metric(description, "rule_macro_f1"));
    } catch (IllegalArgumentException e) {
      // One that is not sound is to be seen, and must not hide the others.
      return List.of(version, serves, e.getMessage(), "", "", "", "");
    }
  }

  private static String serves(String version, Optional<Promotion> serving) {
    if (serving.isEmpty()) {
      return "";
    }

    if (serving.get().champion().equals(version)) {
      return "champion since " + serving.get().since();
    }

    return serving.get().challenger().filter(version::equals).isPresent() ? "challenger" : "";
  }

  private static String metric(ModelDescription description, String name) {
    Double value = description.metrics().get(name);
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
