// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.Promotion;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.jspecify.annotations.Nullable;

/** The folder of a model on any Beam file system: its versions and their promotions. */
public final class PromotionStore {
  private static final int MAX_BYTES = 1 << 16;

  private final ResourceId folder;

  /** Opens the folder of a model, such as {@code hdfs://…/models/heat-forest}. */
  public PromotionStore(String folder) {
    this.folder = new NamedFolder(folder).resource();
  }

  /** Returns the model's folder, as {@code --model} names it. */
  public String folder() {
    return folder.toString().replaceFirst("/$", "");
  }

  /** Returns the folder of a version. */
  public String folderOf(String version) {
    return NamedFolder.nameOf(folder) + version + "/";
  }

  /** Returns all versions, ordered by length and then by name, so that 10 follows 2. */
  public List<String> versions() throws IOException {
    List<String> versions = new ArrayList<>();
    for (Metadata entry : NamedFolder.list(folder)) {
      String name = NamedFolder.lastNameOf(entry.resourceId());
      if (!isFile(name) && new NamedFile(folderOf(name) + ModelStore.DESCRIPTION).exists()) {
        versions.add(name);
      }
    }

    return versions.stream()
        .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * Returns the latest promotion; empty if no version was ever promoted.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Promotion> latest() throws IOException {
    Optional<ResourceId> last =
        promotions().stream()
            .map(Metadata::resourceId)
            .max(Comparator.comparing(ResourceId::getFilename));
    return last.isPresent() ? Optional.of(read(last.get())) : Optional.empty();
  }

  /** Returns all promotions, the latest first. */
  public List<Promotion> history() throws IOException {
    List<Promotion> history = new ArrayList<>();
    for (Metadata metadata : promotions()) {
      history.add(read(metadata.resourceId()));
    }

    history.sort(Comparator.comparingInt(Promotion::number).reversed());
    return history;
  }

  /**
   * Promotes a version.
   *
   * @param champion version whose scores are published from now on
   * @param challenger version to compare with it; null for none
   * @throws IllegalArgumentException if a version cannot be loaded, or somebody else promoted one
   *     at the same time; the message is for the user
   */
  public Promotion serve(String champion, @Nullable String challenger) throws IOException {
    int number = latest().map(Promotion::number).orElse(0) + 1;
    Promotion promotion = new Promotion(number, champion, challenger, Instant.now().toString());
    Models.describe(folderOf(champion));
    if (challenger != null) {
      Models.describe(folderOf(challenger));
    }

    ResourceId file = file(Promotion.fileName(number));
    ResourceId temporary = file(".serving-" + UUID.randomUUID());
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(temporary, MimeTypes.BINARY))) {
      out.write(promotion.toJson());
    }

    FileSystems.rename(
        List.of(temporary), List.of(file), StandardMoveOptions.SKIP_IF_DESTINATION_EXISTS);
    if (!read(file).equals(promotion)) {
      throw new IllegalArgumentException(
          "Another promotion was made at the same time: "
              + read(file)
              + ". Check it, and try again");
    }

    return promotion;
  }

  private static Promotion read(ResourceId file) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(file))) {
      return Promotion.fromJson(in.readNBytes(MAX_BYTES));
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ResourceId file(String name) {
    return folder.resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  /** Returns the files of the promotions. */
  private List<Metadata> promotions() throws IOException {
    return NamedFolder.list(folder).stream()
        .filter(file -> file.resourceId().getFilename().startsWith("serving-"))
        .filter(file -> isFile(file.resourceId().getFilename()))
        .toList();
  }

  /** Whether a name in the model's folder is that of a file, not of a version. */
  private static boolean isFile(String name) {
    return name.endsWith(".json") || name.startsWith(".");
  }
}
