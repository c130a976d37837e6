// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.audit.SourceTopic;
import io.pfss.pipeline.audit.WarehouseAudit;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.warehouse.GapKind;
import io.pfss.pipeline.warehouse.OffsetGap;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains the offsets that are in no commit. */
@Command(
    name = "gaps",
    description =
        "Explains the offsets of the source topic that are in no commit: dead letters, readings of"
            + " open windows, offsets without a record, records that Kafka has deleted, or loss."
            + " Without --bootstrap-servers only open windows are distinguished.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is lost, or Kafka was not asked",
      "1:readings are lost",
      "2:unknown: an option is wrong, or Kafka, the catalog or the warehouse failed"
    },
    exitCodeOnExecutionException = CatalogGapsCommand.UNKNOWN,
    footer = "pfss catalog gaps --bootstrap-servers=kafka1:9092",
    mixinStandardHelpOptions = true)
final class CatalogGapsCommand implements Callable<Integer> {
  private static final int LOST = 1;

  /** Not 1, the status of other commands, because here 1 means a loss. */
  static final int UNKNOWN = 2;

  /** Maximum number of printed ranges per kind; those of a loss are all printed. */
  private static final int MAX_RANGES = 20;

  @Mixin private CatalogOptions catalog;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--heat-topic",
      defaultValue = "heat",
      description = "Topic of the readings. Default: ${DEFAULT-VALUE}.")
  private String heatTopic;

  @Option(
      names = "--dead-letter-topic",
      defaultValue = "heat_dlq",
      description = "Topic of the dead letters. Default: ${DEFAULT-VALUE}.")
  private String deadLetterTopic;

  @Option(
      names = "--group",
      defaultValue = "pfss",
      description = "Consumer group of the main job. Default: ${DEFAULT-VALUE}.")
  private String group;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    WarehouseCatalog opened = catalog.open();
    List<OffsetGap> gaps =
        kafka.isGiven()
            ? WarehouseAudit.run(
                opened, new SourceTopic(kafka.cluster(), heatTopic, deadLetterTopic, group))
            : WarehouseAudit.run(opened);
    PrintWriter out = spec.commandLine().getOut();
    TextTable.print(out, "gaps", gaps.stream().map(CatalogGapsCommand::row).toList());
    if (count(gaps, GapKind.UNEXPLAINED) > 0) {
      out.println();
      out.println(text("gaps.ask"));
    }

    long lost = count(gaps, GapKind.LOSS);
    if (lost > 0) {
      out.println();
      out.println(text("gaps.lost", lost, heatTopic, group));
    }

    return lost > 0 ? LOST : 0;
  }

  private static long count(List<OffsetGap> gaps, GapKind kind) {
    return gaps.stream().filter(gap -> gap.kind() == kind).mapToLong(OffsetGap::missing).sum();
  }

  private static List<?> row(OffsetGap gap) {
    int limit = gap.kind() == GapKind.LOSS ? Integer.MAX_VALUE : MAX_RANGES;
    return List.of(
        gap.partition(),
        text("gaps." + gap.kind()),
        gap.missing(),
        gap.missing() < gap.offsets().getLongCardinality()
            ? text("gaps.some", ranges(gap.offsets(), limit))
            : ranges(gap.offsets(), limit));
  }

  /** Returns the offsets as ranges, such as {@code 3, 7-12}. */
  private static String ranges(Roaring64Bitmap offsets, int limit) {
    List<String> ranges = new ArrayList<>();
    long more = 0;
    PeekableLongIterator left = offsets.getLongIterator();
    while (left.hasNext()) {
      long first = left.next();
      long last = first;
      while (left.hasNext() && left.peekNext() == last + 1) {
        last = left.next();
      }

      if (ranges.size() == limit) {
        more++;
      } else {
        ranges.add(first == last ? Long.toString(first) : first + "-" + last);
      }
    }

    String all = String.join(", ", ranges);
    return more > 0 ? text("gaps.more", all, more) : all;
  }
}
