// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.Promotion;
import io.pfss.models.text.Message;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, shows, promotes and rolls back model versions. */
@Command(
    name = "model",
    description = "Lists, shows, promotes and rolls back model versions.",
    mixinStandardHelpOptions = true)
final class ModelCommand {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the versions of a model, their quality, and which one is active.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin ModelOptions models,
      @Parameters(paramLabel = "MODEL", description = "Name of the model, such as heat-forest.")
          String model)
      throws IOException {
    PromotionStore store = models.store(model);
    Optional<Promotion> serving = store.latest();
    List<List<?>> rows = new ArrayList<>();
    for (String version : store.versions()) {
      rows.add(row(store, version, serving));
    }

    TextTable.print(
        out(),
        List.of(
            "VERSION", "ROLE", "ALGORITHM", "FEATURES", "CREATED", "MACRO F1 OR PR-AUC", "RULE"),
        rows,
        "");
  }

  private static List<?> row(PromotionStore store, String version, Optional<Promotion> serving) {
    String role = role(version, serving);
    try {
      ModelDescription description = Models.describe(store.folderOf(version));
      boolean isRisk = description.risk() != null;
      return List.of(
          version,
          role,
          description.algorithm().name(),
          isRisk ? RiskInput.ALL.size() : description.features().size(),
          description.created(),
          metric(description, isRisk ? "pr_auc" : "macro_f1"),
          metric(description, isRisk ? "simple_pr_auc" : "rule_macro_f1"));
    } catch (IllegalArgumentException e) {
      // An invalid version is listed with its error and does not hide the others.
      return List.of(version, role, e.getMessage(), "", "", "", "");
    }
  }

  private static String role(String version, Optional<Promotion> serving) {
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
    return value == null ? "-" : Message.of("%.4f", value);
  }

  @Command(
      name = "show",
      description =
          "Shows the description of a version, which is verified first; or the promotions of a"
              + " model.",
      mixinStandardHelpOptions = true)
  void show(
      @Mixin ModelOptions models,
      @Parameters(
              paramLabel = "MODEL[/VERSION]",
              description = "Name and version, such as heat-forest/2.")
          String model)
      throws IOException {
    int slash = model.indexOf('/');
    if (slash < 0) {
      models.store(model).history().forEach(this::print);
    } else {
      print(models.store(model.substring(0, slash)), model.substring(slash + 1));
    }
  }

  private void print(Promotion serving) {
    out()
        .printf(
            Locale.ROOT,
            "%s  champion %s%s%n",
            serving.since(),
            serving.champion(),
            serving.challenger().map(version -> ", challenger " + version).orElse(""));
  }

  private void print(PromotionStore store, String version) throws IOException {
    ModelOptions.require(store, version);
    out().println(JSON.writeValueAsString(Models.describe(store.folderOf(version))));
  }

  @Command(
      name = "promote",
      description =
          "Makes a version active: running jobs whose --model is the model's folder, which is the"
              + " default, switch to it within a minute, without a restart.",
      mixinStandardHelpOptions = true)
  void promote(
      @Mixin ModelOptions models,
      @Parameters(
              paramLabel = "MODEL/VERSION",
              description = "Name and version, such as heat-forest/2.")
          ModelName model,
      @Option(
              names = "--challenger",
              description =
                  "Make the version a challenger instead: it scores too and is compared with the"
                      + " active version, but its scores are not published.")
          boolean challenger,
      @Option(
              names = "--without-challenger",
              description = "Remove the challenger. Default: the challenger stays.")
          boolean alone,
      @Option(
              names = "--force",
              description = "Promote even if a simple rule scored better in its evaluation.")
          boolean force)
      throws IOException {
    PromotionStore store = models.store(model.name());
    ModelOptions.require(store, model.version());
    Optional<Promotion> before = store.latest();
    if (challenger && (alone || before.isEmpty())) {
      throw new IllegalArgumentException(
          alone
              ? "--challenger and --without-challenger exclude each other"
              : "No version of "
                  + model.name()
                  + " is active yet: promote one without --challenger");
    }

    if (!challenger) {
      compareWithRule(model, Models.describe(store.folderOf(model.version())), force);
    }

    Promotion now =
        challenger
            ? store.serve(before.get().champion(), model.version())
            : store.serve(model.version(), alone ? null : remainingChallenger(before, model));
    out()
        .printf(
            Locale.ROOT,
            "Version %s of %s is active%s%n"
                + "Jobs whose --model is %s switch within a minute; jobs with another --model, such"
                + " as the folder of a version, do not%n",
            now.champion(),
            model.name(),
            now.challenger()
                .map(version -> ", version " + version + " is the challenger")
                .orElse(""),
            store.folder());
  }

  /** Refuses or warns if the version's metrics are worse than those of a simple rule. */
  private void compareWithRule(ModelName model, ModelDescription description, boolean force) {
    boolean isRisk = description.risk() != null;
    Map<String, Double> metrics = description.metrics();
    Double ofModel = metrics.get(isRisk ? "pr_auc" : "macro_f1");
    Double ofRule = metrics.get(isRisk ? "simple_pr_auc" : "rule_macro_f1");
    // A risk model must beat its rule; a model of states may do the same as the limits.
    if (ofModel == null || ofRule == null || (isRisk ? ofModel > ofRule : ofModel >= ofRule)) {
      return;
    }

    String worse =
        Message.of(
            isRisk
                ? "Version %s of %s did not score better than the best simple rule in its"
                    + " evaluation: PR-AUC %.4f, rule %.4f"
                : "Version %s of %s scored worse than plain limits of the power factor in its"
                    + " evaluation: macro F1 %.4f, limits %.4f",
            model.version(),
            model.name(),
            ofModel,
            ofRule);
    if (!force) {
      throw new IllegalArgumentException(worse + ". Set --force to promote it anyway");
    }

    spec.commandLine().getErr().println("Warning: " + worse);
  }

  /** Returns the challenger, unless it becomes the champion. */
  private static @Nullable String remainingChallenger(Optional<Promotion> before, ModelName model) {
    return before
        .flatMap(Promotion::challenger)
        .filter(version -> !version.equals(model.version()))
        .orElse(null);
  }

  @Command(
      name = "rollback",
      description = "Makes the previously active version active again.",
      mixinStandardHelpOptions = true)
  void rollback(
      @Mixin ModelOptions models,
      @Parameters(paramLabel = "MODEL", description = "Name of the model, such as heat-forest.")
          String model)
      throws IOException {
    PromotionStore store = models.store(model);
    List<Promotion> history = store.history();
    String before =
        history.stream()
            .map(Promotion::champion)
            .filter(version -> !version.equals(history.get(0).champion()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "No other version of " + model + " was active before"));
    store.serve(before, null);
    out().printf(Locale.ROOT, "Version %s of %s is active again%n", before, model);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
