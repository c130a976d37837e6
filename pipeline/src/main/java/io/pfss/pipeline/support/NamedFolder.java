package io.pfss.pipeline.support;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A folder on any Beam file system by its exact name, whatever characters are in it. Beam itself
 * takes {@code *}, {@code ?} and brackets for a pattern, and {@code %}, {@code #} and spaces in an
 * address for parts of a URI.
 *
 * @param path a local path or an address such as {@code hdfs://…}
 */
public record NamedFolder(String path) {
  private static final String LOCAL = "file";
  private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9+.-]*):(?://([^/]*))?(/.*)");
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\]{}\\\\]");

  /** As Beam knows it. */
  public ResourceId resource() {
    return resource(path, true);
  }

  /** As Beam knows a file or folder of this exact name. */
  static ResourceId resource(String path, boolean isFolder) {
    Matcher address = ADDRESS.matcher(path);
    if (!address.matches()) {
      return FileSystems.matchNewResource(path, isFolder);
    }

    if (address.group(1).equals(LOCAL)) {
      return FileSystems.matchNewResource(address.group(3), isFolder);
    }

    try {
      URI uri = new URI(address.group(1), address.group(2), address.group(3), null, null);
      return FileSystems.matchNewResource(uri.toString(), isFolder);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(path + " is no address of a file: " + e.getMessage(), e);
    }
  }

  /**
   * The reverse: the exact name of a file or folder, a local one's without a scheme.
   *
   * @param resource of Beam
   */
  public static String nameOf(ResourceId resource) {
    if (resource.getScheme().equals(LOCAL)) {
      return resource.toString();
    }

    URI uri = URI.create(resource.toString());
    return start(uri) + uri.getPath();
  }

  /** The last name of a folder's path; Beam's Hadoop file system answers with an empty one. */
  public static String lastNameOf(ResourceId folder) {
    String name = nameOf(folder);
    String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /**
   * The files and folders that are directly in a folder, in no order; none if it is absent. Of a
   * folder only the name means something.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static List<Metadata> list(ResourceId folder) throws IOException {
    return folder.getScheme().equals(LOCAL) ? listLocal(folder, 1) : match(folder, "*");
  }

  /**
   * The files in a folder and in the folders in it, in no order; none if it is absent. Folders may
   * be among them.
   *
   * @throws IOException if a folder cannot be listed
   */
  public static List<Metadata> walk(ResourceId folder) throws IOException {
    if (folder.getScheme().equals(LOCAL)) {
      return listLocal(folder, Integer.MAX_VALUE);
    }

    List<Metadata> found = new ArrayList<>();
    String level = "*";
    List<Metadata> entries = match(folder, level);
    while (!entries.isEmpty()) {
      found.addAll(entries);
      level += "/*";
      entries = match(folder, level);
    }

    return found;
  }

  private static List<Metadata> match(ResourceId folder, String entries) throws IOException {
    URI uri = URI.create(folder.toString());
    String exact = WILDCARD.matcher(uri.getPath()).replaceAll("\\\\$0");
    try {
      return FileSystems.match(start(uri) + exact + entries, EmptyMatchTreatment.ALLOW).metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static String start(URI uri) {
    return uri.getScheme() + ":" + (uri.getAuthority() == null ? "" : "//" + uri.getAuthority());
  }

  private static List<Metadata> listLocal(ResourceId folder, int depth) throws IOException {
    Path root = Path.of(folder.toString());
    List<Metadata> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) {
            found.add(metadata(entry, attributes));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path entry, IOException problem)
              throws IOException {
            // It may be moved or deleted while the folder is listed, or never have been there.
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }

            throw problem;
          }
        });
    return found;
  }

  private static Metadata metadata(Path entry, BasicFileAttributes attributes) {
    return Metadata.builder()
        .setResourceId(FileSystems.matchNewResource(entry.toString(), attributes.isDirectory()))
        .setIsReadSeekEfficient(true)
        .setSizeBytes(attributes.size())
        .setLastModifiedMillis(attributes.lastModifiedTime().toMillis())
        .build();
  }
}
