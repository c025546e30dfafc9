package lectern.widget;

import static lectern.widget.Interact.interact;
import static lectern.widget.Interact.interactive;
import static lectern.widget.Interact.slider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lectern.display.Display;
import lectern.display.DisplayHost;
import lectern.display.Displayable;
import lectern.display.Markdown;
import lectern.display.Png;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Controls and the picture they redraw.
class InteractTest {

  private final DisplayHost before = Display.host();
  private final Page page = new Page();

  @BeforeEach
  void use() {
    Display.use(page);
  }

  @AfterEach
  void giveBack() {
    Display.use(before);
  }

  private String html() {
    var values = new ArrayList<String>();
    for (var twin : page.twins.values()) {
      if ("HTMLModel".equals(twin.state().get("_model_name"))) {
        values.add(twin.state().get("value").toString());
        twin.said.forEach(
            m -> values.add(((Map<?, ?>) m.data().get("state")).get("value").toString()));
      }
    }
    return values.getLast();
  }

  @Test
  void oneBundleCarriesTheLiveViewAndTheFirstPicture() {
    interact(slider("a", 0, 1, 0.5), a -> figure(1));
    var bundle = page.shown.getFirst();
    assertEquals(List.of("text/plain", "image/png", Widget.VIEW), sorted(bundle.data().keySet()));
    assertEquals(1, page.shown.size());
    var view = (Map<?, ?>) bundle.data().get(Widget.VIEW);
    assertEquals("VBoxModel", page.twins.get(view.get("model_id")).state().get("_model_name"));
  }

  private static List<String> sorted(java.util.Set<String> mimes) {
    return mimes.stream().sorted((a, b) -> rank(a) - rank(b)).toList();
  }

  private static int rank(String mime) {
    return mime.startsWith("text") ? 0 : mime.startsWith("image") ? 1 : 2;
  }

  /// Noise, which compresses badly.
  private static Displayable figure(int seed) {
    return () -> Png.bundle(noise(seed), "noise");
  }

  private static BufferedImage noise(int seed) {
    var image = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
    var random = new Random(seed);
    for (int x = 0; x < 600; x++) {
      for (int y = 0; y < 400; y++) {
        image.setRGB(x, y, Color.HSBtoRGB(random.nextFloat(), 1, x / 600f));
      }
    }
    return image;
  }

  @Test
  void theFunctionRunsForTheValueThatWasDraggedTo() {
    interact(slider("a", 0, 1, 0.5), slider("n", 1, 9, 2), (a, n) -> a * n);
    assertEquals("<pre>1.0</pre>", html());
    page.twin("FloatSliderModel").update("value", 0.25);
    assertEquals("<pre>0.5</pre>", html());
    page.twin("IntSliderModel").update("value", 4.0);
    assertEquals("<pre>1.0</pre>", html());
  }

  @Test
  void aValueGivesWayToOneThatHasArrived() {
    var seen = new ArrayList<Double>();
    interact(slider("a", 0, 1, 0.5), seen::add);
    var twin = page.twin("FloatSliderModel");
    twin.update("value", 0.1);
    twin.news = true;
    twin.update("value", 0.2);
    twin.update("value", 0.3);
    twin.news = false;
    twin.update("value", 0.4);
    assertEquals(List.of(0.5, 0.1, 0.4), seen);
  }

  @Test
  void anUnchangedLastMessageStillDrawsWhatWasPassedOver() {
    var seen = new ArrayList<Double>();
    interact(slider("a", 0, 1, 0.5), seen::add);
    var twin = page.twin("FloatSliderModel");
    twin.update("value", 0.1);
    twin.news = true;
    twin.update("value", 0.2);
    twin.news = false;
    twin.say(Map.of("method", "request_state"));
    assertEquals(List.of(0.5, 0.1, 0.2), seen);
  }

  @Test
  void anExceptionStandsInPlaceOfTheResultUntilTheNextValue() {
    interact(
        slider("a", 0, 1, 0.5),
        a -> {
          if (a < 0.2) {
            throw new IOException("too small");
          }
          return a;
        });
    page.twin("FloatSliderModel").update("value", 0.1);
    var error =
        page.twins.values().stream()
            .filter(t -> "OutputModel".equals(t.state().get("_model_name")))
            .map(t -> t.state().get("outputs").toString())
            .filter(text -> text.contains("too small"))
            .findFirst()
            .orElseThrow();
    assertTrue(error.contains("IOException"), error);
    page.twin("FloatSliderModel").update("value", 0.3);
    assertEquals("<pre>0.3</pre>", html());
  }

  @Test
  void aFunctionThatFailsAtOnceShowsItsControlsAndFailsTheCell() {
    assertThrows(
        IOException.class,
        () ->
            interact(
                slider("a", 0, 1, 0.5),
                a -> {
                  throw new IOException("at once");
                }));
    assertEquals(1, page.shown.size());
  }

  @Test
  void whileDraggedPicturesAreSmall() {
    interact(slider("a", 0, 1, 0.5), a -> figure(2));
    page.twin("FloatSliderModel").update("value", 0.1);
    var frame = page.twin("ImageModel").said.getFirst();
    int size = frame.buffers().getFirst().length;
    assertTrue(size <= Png.SKETCH_BYTES, size + " bytes");
  }

  @Test
  void whileDraggedABarePictureIsSmallAndAtRestItIsWhole() {
    interact(slider("a", 0, 1, 0.5), a -> noise(3));
    var twin = page.twin("ImageModel");
    int whole = twin.opening.buffers().getFirst().length;
    assertTrue(whole > 100_000, whole + " bytes");
    page.twin("FloatSliderModel").update("value", 0.1);
    int frame = twin.said.getFirst().buffers().getFirst().length;
    assertTrue(frame <= Png.SKETCH_BYTES, frame + " bytes");
    assertEquals("jpeg", ((Map<?, ?>) twin.said.getFirst().data().get("state")).get("format"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (twin.said.getLast().buffers().getFirst().length != whole) {
            Thread.sleep(10);
          }
        });
  }

  @Test
  void richFormatsAreShownAsACellShowsThem() {
    interact(slider("a", 0, 1, 0.5), a -> new Markdown("**" + a + "**"));
    var outputs = page.twin("OutputModel").state().get("outputs").toString();
    assertTrue(outputs.contains("text/markdown=**0.5**"), outputs);
  }

  @Test
  void aCellThatIsRunAgainLeavesNoComm() {
    var kept = slider("kept", 0, 1, 0.5);
    var seen = new ArrayList<Double>();
    page.rerun(() -> interact(kept, slider("n", 0, 9, 1), (k, n) -> seen.add(k)));
    long open = page.open();
    for (int i = 0; i < 5; i++) {
      page.rerun(() -> interact(kept, slider("n", 0, 9, 1), (k, n) -> seen.add(k)));
      assertEquals(open, page.open());
    }
    seen.clear();
    page.twin("FloatSliderModel").update("value", 0.25);
    assertEquals(List.of(0.25), seen, "one of six functions listens");
  }

  @Test
  void aWidgetThatAnotherCellShowsStaysOpen() {
    var shared = slider("shared", 0, 1, 0.5);
    Display.display(shared);
    page.otherCell();
    page.rerun(() -> interact(shared, a -> figure(1)));
    page.rerun(() -> {});
    assertEquals(1, page.open());
    assertTrue(!page.twin("FloatSliderModel").closed);
  }

  @Test
  void aWidgetThatIsShownAgainIsOpenedAgain() {
    var view = interactive(slider("a", 0, 1, 0.5), a -> a);
    page.rerun(() -> Display.display(view));
    page.rerun(() -> {});
    assertEquals(0, page.open());
    page.rerun(() -> Display.display(view));
    page.lastTwin("FloatSliderModel").update("value", 0.25);
    assertEquals("<pre>0.25</pre>", html());
  }

  @Test
  void aListenerGoesWhenItsCellIsRunAgain() {
    var slider = slider("a", 0, 1, 0.5);
    var heard = new ArrayList<Double>();
    slider.open();
    page.rerun(() -> slider.onChange(heard::add));
    page.rerun(() -> slider.onChange(heard::add));
    page.twin("FloatSliderModel").update("value", 0.25);
    assertEquals(List.of(0.25), heard);
  }

  @Test
  void withoutAPageItRunsOnceAndPrints() {
    page.rich = false;
    interact(slider("a", 0, 1, 0.5), a -> a * 2);
    assertEquals("1.0", page.shown.getFirst().text());
    assertTrue(page.twins.isEmpty());
  }

  @Test
  void theSavedTextHoldsWhatWasPrinted() {
    interact(
        slider("a", 0, 1, 0.5),
        a -> {
          page.outlets.getLast().print("stdout", "looked at " + a + "\n");
          return null;
        });
    assertEquals("looked at 0.5", page.shown.getFirst().text());
  }

  @Test
  void sixControlsHaveTheirTypes() {
    var widget =
        interactive(
            slider("a", 0.0, 1, 0),
            slider("b", 0, 1, 1),
            Interact.checkbox("c", true),
            Interact.dropdown("d", "x", "y"),
            Interact.textField("e", "z"),
            Interact.rangeSlider("f", 0, 1, 0, 1),
            (a, b, c, d, e, f) ->
                a.doubleValue() + b.intValue() + (c ? d : e) + f.low() + f.high());
    assertEquals("1.0x0.01.0", widget.toString());
  }
}
