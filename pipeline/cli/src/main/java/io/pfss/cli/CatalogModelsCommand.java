package io.pfss.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.pipeline.catalog.ModelRecord;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The models that runs scored with. */
@Command(
    name = "models",
    description = "The model versions that runs scored with: when, and how good they are.",
    mixinStandardHelpOptions = true)
final class CatalogModelsCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private CatalogOptions catalog;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "MODEL", "ACTIVE FROM (UTC)", "UNTIL", "ALGORITHM", "CREATED", "SHA-256", "MACRO F1"),
        catalog.open().database().runs().models().stream().map(CatalogModelsCommand::row).toList(),
        "No run has recorded its model.");
  }

  private static List<String> row(ModelRecord model) {
    return List.of(
        model.name() + "/" + model.version(),
        TextTable.time(model.activeFromMillis()),
        TextTable.time(model.activeUntilMillis()),
        model.algorithm(),
        model.created(),
        model.sha256().substring(0, 12),
        macroF1(model));
  }

  /** The metric by which models are compared; the database has the others too. */
  private static String macroF1(ModelRecord model) {
    try {
      JsonNode value = JSON.readTree(model.metrics()).get("macro_f1");
      return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value.asDouble());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The table models has metrics that are no JSON: " + model.metrics(), e);
    }
  }
}
