// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

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
      footer = "pfss model list heat-forest",
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

    TextTable.print(out(), "versions", rows);
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
      return text("model.champion", serving.get().since());
    }

    return serving.get().challenger().filter(version::equals).isPresent()
        ? text("model.challenger")
        : "";
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
      footer = "pfss model show heat-forest/2",
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
        .println(
            text(
                "model.promotion",
                serving.since(),
                serving.champion(),
                serving
                    .challenger()
                    .map(version -> text("model.with_challenger", version))
                    .orElse("")));
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
      footer = "pfss model promote heat-forest/2",
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
          alone ? text("model.exclusive") : text("model.none_active", model.name()));
    }

    if (!challenger) {
      compareWithRule(model, Models.describe(store.folderOf(model.version())), force);
    }

    Promotion now =
        challenger
            ? store.serve(before.get().champion(), model.version())
            : store.serve(model.version(), alone ? null : remainingChallenger(before, model));
    out()
        .println(
            text(
                "model.active",
                now.champion(),
                model.name(),
                now.challenger().map(version -> text("model.is_challenger", version)).orElse(""),
                store.folder()));
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
        text(
            isRisk ? "model.worse_risk" : "model.worse_state",
            model.version(),
            model.name(),
            ofModel,
            ofRule);
    if (!force) {
      throw new IllegalArgumentException(text("model.force", worse));
    }

    spec.commandLine().getErr().println(text("model.warning", worse));
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
      footer = "pfss model rollback heat-forest",
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
            .orElseThrow(() -> new IllegalArgumentException(text("model.no_other", model)));
    store.serve(before, null);
    out().println(text("model.again", before, model));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
