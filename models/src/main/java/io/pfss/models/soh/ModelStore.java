// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.text.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Keeps model versions as folders {@code <root>/<name>/<version>/} of four files: {@code
 * model.bin}, the forest; {@code golden.jsonl}, inputs with what must come out; {@code model.json},
 * all that is known of the model, with the SHA-256 of these two; {@code model.sha256}, that of
 * {@code model.json}, as {@code sha256sum} writes it. A risk model has no {@code model.bin}: its
 * numbers are in {@code model.json}.
 *
 * <p>A folder appears complete or not at all, and is refused on any mismatch. Nothing in it is
 * code.
 */
public final class ModelStore {
  /** The file that identifies the folder of a version. */
  public static final String DESCRIPTION = "model.json";

  static final String FOREST = "model.bin";
  static final String GOLDEN = "golden.jsonl";
  static final String CHECKSUM = "model.sha256";
  static final int FORMAT = 1;

  // A larger file is a mistake or an attack.
  private static final int MAX_DESCRIPTION_BYTES = 1 << 20;
  private static final int MAX_FILE_BYTES = 512 << 20;

  /** Names that do not lead a path out of its folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // An absent limit would be 0.
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private static final ObjectMapper LINES = new ObjectMapper();

  private ModelStore() {}

  /** Returns a version's folder on the local file system. */
  public static ModelFolder localFolder(Path folder) {
    return new ModelFolder() {
      @Override
      public String location() {
        return folder.toString();
      }

      @Override
      public InputStream open(String fileName) throws IOException {
        return Files.newInputStream(folder.resolve(fileName));
      }
    };
  }

  /**
   * Loads and verifies a version of a model that scores readings.
   *
   * @throws InvalidModelException if the folder is not that of a model that this code can serve
   */
  public static SohModel load(ModelFolder folder) throws InvalidModelException {
    return verified(
        folder,
        description -> {
          require(description.risk() == null, "it is a risk model, which does not score readings");
          return classifier(folder, description);
        });
  }

  /**
   * Loads and verifies a version of a risk model.
   *
   * @throws InvalidModelException if the folder is not that of a risk model
   */
  public static RiskModel loadRisk(ModelFolder folder) throws InvalidModelException {
    return verified(folder, description -> risk(folder, description));
  }

  /**
   * Loads and verifies a version of either kind.
   *
   * @return its description
   * @throws InvalidModelException if the folder is not that of a model that this code can serve
   */
  public static ModelDescription describe(ModelFolder folder) throws InvalidModelException {
    return verified(
        folder,
        description -> {
          if (description.risk() == null) {
            classifier(folder, description);
          } else {
            risk(folder, description);
          }

          return description;
        });
  }

  private static <T> T verified(ModelFolder folder, Content<T> content)
      throws InvalidModelException {
    try {
      byte[] descriptionBytes = read(folder, DESCRIPTION, MAX_DESCRIPTION_BYTES);
      byte[] sum = read(folder, CHECKSUM, MAX_DESCRIPTION_BYTES);
      require(
          checksum(descriptionBytes).equals(new String(sum, StandardCharsets.UTF_8)),
          DESCRIPTION + " does not match the SHA-256 in " + CHECKSUM);
      ModelDescription description = JSON.readValue(descriptionBytes, ModelDescription.class);
      checkDescription(description);
      return content.read(description);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          folder.location(), "its JSON is not as expected: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidModelException(folder.location(), reason(e), e);
    }
  }

  private static SohModel classifier(ModelFolder folder, ModelDescription description)
      throws IOException {
    List<Feature> features = knownFeatures(description);
    byte[] forestBytes = verified(folder, FOREST, description);
    byte[] goldenBytes = verified(folder, GOLDEN, description);
    Classifier classifier =
        Classifier.read(new DataInputStream(new ByteArrayInputStream(forestBytes)));
    require(classifier.features() == description.features().size(), FOREST + " has other features");
    require(classifier.classes() == SohState.ALL.size(), FOREST + " has other classes");
    checkGolden(goldenBytes, classifier);
    return new SohModel(classifier, description, features);
  }

  private static RiskModel risk(ModelFolder folder, ModelDescription description)
      throws IOException {
    RiskModel risk = description.risk();
    if (risk == null) {
      throw new IOException("it is not a risk model");
    }

    checkGolden(
        verified(folder, GOLDEN, description),
        GoldenRisk.class,
        GoldenRisk::isComplete,
        golden -> golden.holdsFor(risk));
    return risk;
  }

  /**
   * Returns the folder of a new version.
   *
   * @throws IllegalArgumentException if the name or the version is not a valid folder name
   * @throws FileAlreadyExistsException if the version exists: versions never change
   */
  public static Path newFolder(Path root, String name, String version)
      throws FileAlreadyExistsException {
    if (!isName(name) || !isName(version)) {
      throw new IllegalArgumentException(
          Message.of(
              "A name or version may have only letters, digits, '.', '_' and '-': '%s', '%s'",
              name, version));
    }

    Path folder = root.resolve(name).resolve(version);
    if (Files.exists(folder)) {
      throw new FileAlreadyExistsException(
          folder.toString(), null, "a version never changes: choose a new one");
    }

    return folder;
  }

  /**
   * Saves a version.
   *
   * @param description without the files' SHA-256
   * @return its folder
   * @throws IllegalArgumentException if the name or the version is not a valid folder name
   * @throws FileAlreadyExistsException if the version exists: versions never change
   */
  public static Path save(
      Path root, ModelDescription description, Classifier classifier, List<GoldenScore> golden)
      throws IOException {
    return save(root, description, Map.of(GOLDEN, bytes(golden), FOREST, bytes(classifier)));
  }

  /**
   * Saves a version of a risk model, which is in its description.
   *
   * @param description without the files' SHA-256
   * @return its folder
   * @throws IllegalArgumentException if the name or the version is not a valid folder name
   * @throws FileAlreadyExistsException if the version exists: versions never change
   */
  public static Path save(Path root, ModelDescription description, List<GoldenRisk> golden)
      throws IOException {
    return save(root, description, Map.of(GOLDEN, bytes(golden)));
  }

  private static Path save(Path root, ModelDescription description, Map<String, byte[]> files)
      throws IOException {
    Path target = newFolder(root, description.name(), description.version());
    ObjectNode complete = JSON.valueToTree(description);
    ObjectNode sums = complete.putObject("sha256");
    Path versions = Files.createDirectories(root.resolve(description.name()));
    Path temporary = Files.createDirectory(versions.resolve(".saving-" + UUID.randomUUID()));
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      sums.put(file.getKey(), sha256(file.getValue()));
      Files.write(temporary.resolve(file.getKey()), file.getValue());
    }

    byte[] descriptionBytes =
        (JSON.writeValueAsString(complete) + System.lineSeparator())
            .getBytes(StandardCharsets.UTF_8);
    Files.write(temporary.resolve(DESCRIPTION), descriptionBytes);
    Files.writeString(temporary.resolve(CHECKSUM), checksum(descriptionBytes));
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    return target;
  }

  /**
   * Returns the features for a description.
   *
   * @param substitutes the substitute of each feature, in order; ignored for features that have
   *     none
   */
  public static List<ModelDescription.Feature> describe(
      List<Feature> features, double[] substitutes) {
    List<ModelDescription.Feature> described = new ArrayList<>();
    for (int i = 0; i < substitutes.length; i++) {
      Feature feature = features.get(i);
      described.add(
          new ModelDescription.Feature(
              feature.label(),
              feature.formula(),
              feature.unit(),
              feature.isSubstitutable() ? substitutes[i] : null));
    }

    return described;
  }

  private static void checkDescription(ModelDescription description) throws IOException {
    require(description != null, DESCRIPTION + " is null");
    require(
        description.format() == FORMAT,
        DESCRIPTION + " is of format " + description.format() + ", not " + FORMAT);
    boolean isRisk = description.risk() != null;
    require(
        description.version() != null
            && (isRisk || !(description.features().isEmpty() || description.classes().isEmpty()))
            && description.sha256() != null,
        DESCRIPTION + " lacks version, features, classes or sha256");
    require(
        isName(description.name()) && isName(description.version()),
        Message.of(
            "its name '%s' or version '%s' has more than letters, digits, '.', '_' and '-'",
            description.name(), description.version()));
    require(
        description.sha256().keySet().equals(isRisk ? Set.of(GOLDEN) : Set.of(FOREST, GOLDEN)),
        DESCRIPTION + " has the SHA-256 of other files: " + description.sha256().keySet());
    List<String> classes = SohState.ALL.stream().map(SohState::label).toList();
    require(
        isRisk || classes.equals(description.classes()),
        "its classes are " + description.classes() + ", not " + classes);
  }

  /** Returns the description's features; rejects one with an unknown name or formula. */
  private static List<Feature> knownFeatures(ModelDescription description) throws IOException {
    List<Feature> known = new ArrayList<>();
    for (ModelDescription.Feature described : description.features()) {
      require(described != null, "a feature is null");
      Optional<Feature> feature = Feature.find(described.name(), described.formula());
      require(
          feature.isPresent() && feature.get().unit().equals(described.unit()),
          Message.of(
              "this version of PFSS does not know its feature '%s' = %s in %s",
              described.name(), described.formula(), described.unit()));
      require(
          !known.contains(feature.get()), "it has the feature '" + described.name() + "' twice");
      require(
          feature.get().isSubstitutable()
              ? described.substitute() != null && Double.isFinite(described.substitute())
              : described.substitute() == null,
          Message.of(
              "the substitute of its feature '%s' cannot be %s",
              described.name(), described.substitute()));
      known.add(feature.get());
    }

    require(
        description.stateLimits() == null || known.contains(Feature.PF),
        "its state is by limits of the power factor, but it lacks the feature 'pf'");
    Profile profile = description.profile();
    require(
        profile == null
            || (profile.states().size() == SohState.ALL.size()
                && profile.features().stream()
                    .map(Profile.Bins::feature)
                    .toList()
                    .equals(Feature.labels(known))),
        "its profile does not match its features or states");
    return known;
  }

  private static void checkGolden(byte[] goldenBytes, Classifier classifier) throws IOException {
    checkGolden(
        goldenBytes,
        GoldenScore.class,
        score ->
            score.features() != null
                && score.features().length == classifier.features()
                && Arrays.stream(score.features()).noneMatch(Double::isNaN)
                && score.probabilities() != null
                && score.probabilities().length == classifier.classes(),
        score -> score.holdsFor(classifier));
  }

  private static <T> void checkGolden(
      byte[] goldenBytes, Class<T> type, Predicate<T> isComplete, Predicate<T> holds)
      throws IOException {
    int line = 0;
    try (MappingIterator<T> golden = LINES.readerFor(type).readValues(goldenBytes)) {
      while (golden.hasNextValue()) {
        line++;
        T one = golden.nextValue();
        require(
            one != null && isComplete.test(one),
            GOLDEN + ", line " + line + " has the wrong length or lacks a number");
        require(
            holds.test(one), "the model does not give what " + GOLDEN + ", line " + line + " says");
      }
    }

    require(line > 0, GOLDEN + " is empty");
  }

  private static byte[] verified(ModelFolder folder, String fileName, ModelDescription description)
      throws IOException {
    byte[] content = read(folder, fileName, MAX_FILE_BYTES);
    String expected = description.sha256().get(fileName);
    String found = sha256(content);
    require(
        Objects.equals(expected, found),
        fileName + " has SHA-256 " + found + ", but " + DESCRIPTION + " says " + expected);
    return content;
  }

  private static byte[] read(ModelFolder folder, String fileName, int limit) throws IOException {
    try (InputStream in = folder.open(fileName)) {
      byte[] content = in.readNBytes(limit);
      require(content.length < limit, fileName + " is too large");
      return content;
    } catch (InvalidContentException e) {
      throw e;
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new IOException(fileName + " is missing", e);
    } catch (IOException e) {
      throw new IOException(fileName + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void require(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new InvalidContentException(problem);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "a file ends too early" : e.getMessage();
  }

  private static byte[] bytes(Classifier classifier) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    classifier.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static byte[] bytes(List<?> golden) throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (Object line : golden) {
      lines.append(LINES.writeValueAsString(line)).append('\n');
    }

    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static boolean isName(String name) {
    return name != null && NAME.matcher(name).matches();
  }

  private static String checksum(byte[] descriptionBytes) {
    return sha256(descriptionBytes) + "  " + DESCRIPTION + "\n";
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  /** Returns a new SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The verified files of a folder other than its description. */
  @FunctionalInterface
  private interface Content<T> {
    T read(ModelDescription description) throws IOException;
  }

  private static final class InvalidContentException extends IOException {
    InvalidContentException(String message) {
      super(message);
    }
  }
}
