// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.TableLocation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.RawLocalFileSystem;

class NamedFolderTest {
  private Path root;

  /** The local file system, accessed by Hadoop. */
  public static final class HadoopFiles extends RawLocalFileSystem {
    private static final URI NAME = URI.create("hadoopfiles:///");

    @Override
    public URI getUri() {
      return NAME;
    }

    @Override
    public String getScheme() {
      return NAME.getScheme();
    }
  }

  @BeforeProperty
  void makeRoot() throws IOException {
    root = Files.createTempDirectory("named");
    Configuration configuration = new Configuration(false);
    configuration.set("fs.defaultFS", HadoopFiles.NAME.toString());
    configuration.set("fs.hadoopfiles.impl", HadoopFiles.class.getName());
    HadoopFileSystemOptions options =
        PipelineOptionsFactory.create().as(HadoopFileSystemOptions.class);
    options.setHdfsConfiguration(List.of(configuration));
    FileSystems.setDefaultPipelineOptions(options);
  }

  @AfterProperty
  void deleteRoot() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    FileUtil.fullyDelete(root.toFile());
  }

  @Property(tries = 100)
  void findsFolderOnlyByExactName(@ForAll("names") String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.createDirectories(folder.resolve("inner"));
    Files.writeString(folder.resolve("inner/b"), "b");
    Files.writeString(folder.resolve("a"), "a");
    for (String path : List.of(folder.toString(), "hadoopfiles:" + folder)) {
      ResourceId resource = new NamedFolder(path).resource();
      assertThat(NamedFolder.nameOf(resource)).isEqualTo(path + "/");
      assertThat(NamedFolder.lastNameOf(resource)).isEqualTo(name);
      assertThat(NamedFolder.list(resource))
          .extracting(entry -> NamedFolder.lastNameOf(entry.resourceId()))
          .containsExactlyInAnyOrder("a", "inner");
      assertThat(NamedFolder.walk(resource))
          .extracting(Metadata::resourceId)
          .contains(
              new NamedFile(path + "/a").resource(), new NamedFile(path + "/inner/b").resource());
      assertThat(new NamedFile(path + "/a").exists()).isTrue();
      assertThat(NamedFolder.list(new NamedFolder(path + "/absent").resource())).isEmpty();
      assertThat(NamedFolder.walk(new NamedFolder(path + "/absent").resource())).isEmpty();
    }

    FileUtil.fullyDelete(folder.toFile());
  }

  @Property
  void convertsBetweenIcebergAndBeamNames(@ForAll("names") String name) {
    for (String path : List.of("/data/" + name, "hdfs://host:8020/data/" + name)) {
      String location = TableLocation.of(path);
      assertThat(TableLocation.toBeam(location)).isEqualTo(path);
      assertThat(TableLocation.of(location)).isEqualTo(location);
      assertThat(NamedFolder.nameOf(new NamedFile("/data/" + name).resource()))
          .isEqualTo("/data/" + name);
      assertThat(new org.apache.hadoop.fs.Path(location).toUri().getPath())
          .isEqualTo("/data/" + name);
    }
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars(" %#?*[]{}&+,;=!^~@$'()\"<>|`-_.a1가é".toCharArray())
        .ofMinLength(1)
        .ofMaxLength(12)
        .filter(name -> !name.matches("[. ]+"));
  }
}
