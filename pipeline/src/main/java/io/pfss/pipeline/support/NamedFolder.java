// SPDX-License-Identifier: Apache-2.0
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
 * A folder on any Beam file system, by its exact name, whatever characters it contains. Beam itself
 * treats {@code *}, {@code ?} and brackets as a pattern, and {@code %}, {@code #} and spaces in an
 * address as URI syntax.
 *
 * @param path a local path or an address such as {@code hdfs://…}
 */
public record NamedFolder(String path) {
  private static final String LOCAL = "file";
  private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9+.-]*):(?://([^/]*))?(/.*)");
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\]{}\\\\]");

  /** Returns the folder as a Beam resource. */
  public ResourceId resource() {
    return resource(path, true);
  }

  /** Returns the file or folder of this exact name as a Beam resource. */
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
      throw new IllegalArgumentException(path + " is not a file address: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the exact name of a file or folder; a local one without a scheme.
   *
   * @param resource the Beam resource
   */
  public static String nameOf(ResourceId resource) {
    if (resource.getScheme().equals(LOCAL)) {
      return resource.toString();
    }

    URI uri = URI.create(resource.toString());
    return start(uri) + uri.getPath();
  }

  /** Returns the last name in a folder's path, which Beam's Hadoop file system returns as empty. */
  public static String lastNameOf(ResourceId folder) {
    String name = nameOf(folder);
    String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /**
   * Returns the files and folders directly in a folder, in no order; empty if the folder does not
   * exist. Only the name of a folder is valid, not its size or time.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static List<Metadata> list(ResourceId folder) throws IOException {
    return folder.getScheme().equals(LOCAL) ? listLocal(folder, 1) : match(folder, "*");
  }

  /**
   * Returns the files in a folder and its subfolders, in no order; a file in place of a folder;
   * empty if neither exists. The result may contain folders.
   *
   * @throws IOException if a folder cannot be listed
   */
  public static List<Metadata> walk(ResourceId folder) throws IOException {
    if (folder.getScheme().equals(LOCAL)) {
      return listLocal(folder, Integer.MAX_VALUE);
    }

    List<Metadata> found = new ArrayList<>(match(folder, ""));
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
            // The file may be moved or deleted during the walk; the folder itself may not exist.
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
