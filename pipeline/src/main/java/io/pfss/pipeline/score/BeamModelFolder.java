package io.pfss.pipeline.score;

import io.pfss.models.soh.ModelFolder;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A model version's folder on any Beam file system. */
final class BeamModelFolder implements ModelFolder {
  private final ResourceId folder;

  BeamModelFolder(String location) {
    folder = new NamedFolder(location).resource();
  }

  @Override
  public String location() {
    return NamedFolder.nameOf(folder);
  }

  @Override
  public InputStream open(String fileName) throws IOException {
    return Channels.newInputStream(
        FileSystems.open(folder.resolve(fileName, StandardResolveOptions.RESOLVE_FILE)));
  }
}
