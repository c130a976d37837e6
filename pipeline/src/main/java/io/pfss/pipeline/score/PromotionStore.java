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

/** A model's folder on any Beam file system: its versions, and which of them serve. */
public final class PromotionStore {
  private static final int MAX_BYTES = 1 << 16;

  private final ResourceId folder;

  /** The store of a model, as {@code hdfs://…/models/heat-forest}. */
  public PromotionStore(String folder) {
    this.folder = new NamedFolder(folder).resource();
  }

  /** The model's folder, as {@code --model} names it. */
  public String folder() {
    return folder.toString().replaceFirst("/$", "");
  }

  /** The folder of a version. */
  public String folderOf(String version) {
    return NamedFolder.nameOf(folder) + version + "/";
  }

  /** All versions, in the order of their names. */
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
   * What serves now; empty if no version ever did.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Promotion> latest() throws IOException {
    Optional<ResourceId> last =
        choices().stream()
            .map(Metadata::resourceId)
            .max(Comparator.comparing(ResourceId::getFilename));
    return last.isPresent() ? Optional.of(read(last.get())) : Optional.empty();
  }

  /** What has served, the latest first. */
  public List<Promotion> history() throws IOException {
    List<Promotion> history = new ArrayList<>();
    for (Metadata metadata : choices()) {
      history.add(read(metadata.resourceId()));
    }

    history.sort(Comparator.comparingInt(Promotion::number).reversed());
    return history;
  }

  /**
   * Lets versions serve from now on.
   *
   * @param challenger null for none
   * @throws IllegalArgumentException if a version is not sound, or somebody else chose at the same
   *     time; the message is for the user
   */
  public Promotion serve(String champion, @Nullable String challenger) throws IOException {
    int number = latest().map(Promotion::number).orElse(0) + 1;
    Promotion serving = new Promotion(number, champion, challenger, Instant.now().toString());
    Models.of(folderOf(champion));
    if (challenger != null) {
      Models.of(folderOf(challenger));
    }

    ResourceId file = file(Promotion.fileName(number));
    ResourceId temporary = file(".serving-" + UUID.randomUUID());
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(temporary, MimeTypes.BINARY))) {
      out.write(serving.toJson());
    }

    FileSystems.rename(
        List.of(temporary), List.of(file), StandardMoveOptions.SKIP_IF_DESTINATION_EXISTS);
    if (!read(file).equals(serving)) {
      throw new IllegalArgumentException(
          "Somebody else has chosen at the same time: " + read(file) + ". Look, and try again");
    }

    return serving;
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

  /** The files that say what serves. */
  private List<Metadata> choices() throws IOException {
    return NamedFolder.list(folder).stream()
        .filter(file -> file.resourceId().getFilename().startsWith("serving-"))
        .filter(file -> isFile(file.resourceId().getFilename()))
        .toList();
  }

  /** What lies beside the versions' folders. */
  private static boolean isFile(String name) {
    return name.endsWith(".json") || name.startsWith(".");
  }
}
