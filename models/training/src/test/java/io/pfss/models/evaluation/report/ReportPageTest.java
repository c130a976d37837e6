// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.evaluation.ModelEvaluation;
import io.pfss.models.evaluation.Outcomes;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");

  private final Locale before = Locale.getDefault();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void thePageHoldsAllThatItNeeds() throws Exception {
    String page = page();
    assertThat(page)
        .contains("heat &amp; forest/2", "a &lt;trial&gt;", "Facility 2", "measured on 2,000")
        .doesNotContain("<script", "http:", "https:", "src=", "url(", "NaN");
    int pictures = 0;
    for (Matcher picture = PICTURE.matcher(page); picture.find(); pictures++) {
      // It must be XML, or browsers show half of it.
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(picture.group())));
    }

    // Four of the model, one of the rule, and the timelines of two facilities.
    assertThat(pictures).isEqualTo(7);
  }

  @Test
  void thePageIsInTheLanguageOfTheLocale() throws IOException {
    assertThat(page()).contains("Side by side");
    Locale.setDefault(Locale.KOREA);
    String korean = page();
    assertThat(korean).contains("lang=\"ko\"", "나란히 비교", "측정값 2,000개", ">주의<");
    assertThat(korean.substring(korean.indexOf("<body>")))
        .doesNotContainPattern(">[^<가-힣]*[a-z]{3,} [a-z]{3,} ");
    assertThat(keys("texts_ko.properties")).isEqualTo(keys("texts.properties"));
  }

  private static Set<String> keys(String texts) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = ReportTexts.class.getResourceAsStream(texts)) {
      properties.load(in);
    }

    return properties.stringPropertyNames();
  }

  @Test
  void theConfusionMatrixHasCountsAndShares() {
    Outcomes outcomes = new Outcomes();
    outcomes.add(1, 0, 1, SohState.NORMAL, SohState.NORMAL);
    outcomes.add(1, 1, 1, SohState.NORMAL, SohState.CAUTION);

    assertThat(Pictures.confusion(outcomes.confusion()))
        .contains(">50.0 %<", ">0.0 %<", ">1<", ">0<", ">주의 caution<");
  }

  private static String page() {
    return ReportPage.of(
        "a <trial>",
        List.of(
            ModelEvaluation.ofModel(
                "heat & forest/2", outcomes(3), Map.of("pf", 0.2, "온도", -0.001)),
            ModelEvaluation.ofRule("pf limits", outcomes(4))));
  }

  private static Outcomes outcomes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Outcomes outcomes = new Outcomes();
    for (int i = 0; i < 2_000; i++) {
      double caution = random.nextDouble();
      double warning = (1 - caution) * random.nextDouble();
      double[] probabilities = {1 - caution - warning, caution, warning};
      outcomes.add(
          1 + i % 2,
          i * 60_000L,
          random.nextDouble(-1, 1),
          SohState.ALL.get(random.nextInt(3)),
          SohState.mostProbable(probabilities),
          probabilities);
    }

    return outcomes;
  }
}
