package lectern.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lectern.display.Display;
import lectern.display.DisplayHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What widgets say to the page, message by message.
class WidgetTest {

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

  @Test
  void aSliderOpensWithTheStateThatIpywidgetsKnows() {
    var bundle = new FloatSlider("ν", 0, 1, 0.7).toMimeBundle();
    var twin = page.twin("FloatSliderModel");
    assertEquals(Map.of("version", "2.1.0"), twin.opening.metadata());
    assertEquals(List.of(), twin.opening.data().get("buffer_paths"));
    var state = twin.state();
    assertEquals("@jupyter-widgets/controls", state.get("_model_module"));
    assertEquals("2.0.0", state.get("_model_module_version"));
    assertEquals("FloatSliderView", state.get("_view_name"));
    assertEquals(0.7, state.get("value"));
    assertEquals(0.01, state.get("step"));
    assertEquals(".2f", state.get("readout_format"));
    assertEquals(
        Map.of("version_major", 2, "version_minor", 0, "model_id", twin.id),
        bundle.data().get(Widget.VIEW));
    assertEquals("FloatSlider(ν = 0.7)", bundle.text());
  }

  @Test
  void aDragIsEchoedAndHeard() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    var heard = new ArrayList<Double>();
    slider.onChange(heard::add);
    slider.open();
    var twin = page.twin("FloatSliderModel");
    twin.update("value", 0.71);
    assertEquals(0.71, slider.value());
    assertEquals(List.of(0.71), heard);
    assertEquals(1, twin.said.size());
    assertEquals("echo_update", twin.said.getFirst().data().get("method"));
    assertEquals(Map.of("value", 0.71), twin.said.getFirst().data().get("state"));
  }

  @Test
  void codeMovesASliderWithinItsRange() {
    var slider = new IntSlider("steps", 0, 10, 3);
    slider.open();
    slider.value(99);
    assertEquals(10, slider.value());
    var said = page.twin("IntSliderModel").said.getLast().data();
    assertEquals("update", said.get("method"));
    assertEquals(Map.of("value", 10), said.get("state"));
    slider.value(10);
    assertEquals(1, page.twin("IntSliderModel").said.size(), "nothing new, nothing said");
  }

  @Test
  void aListenerThatThrowsLeavesTheSliderAlive() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    var heard = new ArrayList<Double>();
    slider.onChange(
        value -> {
          throw new IllegalStateException("as tests do");
        });
    slider.onChange(heard::add);
    slider.open();
    page.twin("FloatSliderModel").update("value", 0.2);
    assertEquals(List.of(0.2), heard);
  }

  @Test
  void choicesTravelAsNumbers() {
    var choice = new Dropdown<>("rule", "SGD", "Adam");
    choice.open();
    var twin = page.twin("DropdownModel");
    assertEquals(List.of("SGD", "Adam"), twin.state().get("_options_labels"));
    assertEquals(0, twin.state().get("index"));
    twin.update("index", 1.0);
    assertEquals("Adam", choice.value());
    var many = new SelectMultiple<>("rules", "a", "b", "c");
    many.open();
    page.twin("SelectMultipleModel").update("index", List.of(0.0, 2.0));
    assertEquals(List.of("a", "c"), many.value());
    var error = assertThrows(IllegalArgumentException.class, () -> choice.value("Lion"));
    assertTrue(error.getMessage().contains("[SGD, Adam]"), error.getMessage());
  }

  @Test
  void aClickIsHeard() {
    var clicks = new ArrayList<String>();
    var button = new Button("go");
    button.onClick(() -> clicks.add("click"));
    button.open();
    page.twin("ButtonModel").say(Map.of("method", "custom", "content", Map.of("event", "click")));
    assertEquals(List.of("click"), clicks);
  }

  @Test
  void aLinkIsOpenedWithItsSourceAndNamesBothValues() {
    var play = new Play(0, 10);
    var slider = new IntSlider("step", 0, 10, 0);
    var link = Interact.jslink(play, slider);
    new HBox(play, slider).open();
    var state = page.twin("LinkModel").state();
    assertEquals(List.of("IPY_MODEL_" + page.twin("PlayModel").id, "value"), state.get("source"));
    assertEquals(
        List.of("IPY_MODEL_" + page.twin("IntSliderModel").id, "value"), state.get("target"));
    assertEquals(null, state.get("_view_name"));
    link.unlink();
    assertTrue(page.twin("LinkModel").closed);
    var error =
        assertThrows(IllegalArgumentException.class, () -> Interact.jslink(play, new Text("", "")));
    assertTrue(error.getMessage().contains("one kind"), error.getMessage());
  }

  @Test
  void childrenLayoutAndStyleAreOpenedFirstAndReferredTo() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    slider.layout().width("50%");
    slider.style().descriptionWidth("initial");
    new VBox(slider, new Button("go")).open();
    var models = page.twins.values().stream().map(t -> t.state().get("_model_name")).toList();
    assertEquals("VBoxModel", models.getLast());
    assertEquals(
        List.of(
            "IPY_MODEL_" + page.twin("FloatSliderModel").id,
            "IPY_MODEL_" + page.twin("ButtonModel").id),
        page.twin("VBoxModel").state().get("children"));
    var state = page.twin("FloatSliderModel").state();
    assertEquals("IPY_MODEL_" + page.twin("LayoutModel").id, state.get("layout"));
    assertEquals("IPY_MODEL_" + page.twin("SliderStyleModel").id, state.get("style"));
    slider.layout().width("10%");
    assertEquals(
        Map.of("width", "10%"), page.twin("LayoutModel").said.getLast().data().get("state"));
  }

  @Test
  void aPictureTravelsAsBytes() {
    var image = new Image(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
    image.open();
    var opening = page.twin("ImageModel").opening;
    assertEquals(List.of(List.of("value")), opening.data().get("buffer_paths"));
    assertFalse(page.twin("ImageModel").state().containsKey("value"));
    assertEquals((byte) 0x89, opening.buffers().getFirst()[0]);
  }

  @Test
  void aPageThatIsOpenedAnewGetsEveryState() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    var image = new Image(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
    slider.open();
    image.open();
    page.twin("FloatSliderModel").update("value", 0.25);
    var control = page.open("jupyter.widget.control");
    control.say(Map.of("method", "request_states"));
    var answer = control.said.getLast();
    assertEquals("update_states", answer.data().get("method"));
    var states = (Map<?, ?>) answer.data().get("states");
    var state = (Map<?, ?>) states.get(page.twin("FloatSliderModel").id);
    assertEquals("FloatSliderModel", state.get("model_name"));
    assertEquals("@jupyter-widgets/controls", state.get("model_module"));
    assertEquals("2.0.0", state.get("model_module_version"));
    assertEquals(0.25, ((Map<?, ?>) state.get("state")).get("value"));
    var paths = (List<?>) answer.data().get("buffer_paths");
    var place = paths.indexOf(List.of(page.twin("ImageModel").id, "state", "value"));
    assertTrue(place >= 0, paths.toString());
    assertEquals((byte) 0x89, answer.buffers().get(place)[0]);
  }

  @Test
  void oneModelIsAskedForItsState() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    slider.open();
    page.twin("FloatSliderModel").say(Map.of("method", "request_state"));
    var said = page.twin("FloatSliderModel").said.getLast().data();
    assertEquals("update", said.get("method"));
    assertEquals("FloatSliderModel", ((Map<?, ?>) said.get("state")).get("_model_name"));
  }

  @Test
  void whatIsPrintedIntoAnOutputIsKeptAndSentTogether() {
    var output = new Output();
    output.open();
    output.capture(
        () -> {
          page.outlets.getLast().print("stdout", "one\n");
          page.outlets.getLast().print("stdout", "two\n");
        });
    var said = page.twin("OutputModel").said.getLast().data();
    assertEquals(
        Map.of(
            "outputs",
            List.of(Map.of("output_type", "stream", "name", "stdout", "text", "one\ntwo\n"))),
        said.get("state"));
    output.show("value");
    assertEquals("one\ntwo\nvalue", output.toString());
  }

  @Test
  void closedWidgetsAreForgotten() {
    var slider = new FloatSlider("ν", 0, 1, 0.7);
    slider.open();
    slider.close();
    assertTrue(page.twin("FloatSliderModel").closed);
    assertThrows(IllegalStateException.class, slider::toMimeBundle);
    assertEquals(0.7, slider.value());
  }

  @Test
  void badRangesAreRefusedWithTheRule() {
    var error = assertThrows(IllegalArgumentException.class, () -> new FloatSlider("ν", 0, 1, 2));
    assertEquals(
        "FloatSlider \"ν\": the first value must lie in 0.0 … 1.0, and it is 2.0.",
        error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new IntSlider("n", 3, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> new Dropdown<>("none"));
  }

  static Stream<Arguments> everyWidget() {
    var titled = new LinkedHashMap<String, Widget>();
    titled.put("one", new Label("1"));
    return Stream.of(
        widget("FloatSlider", () -> new FloatSlider("", 0, 1, 0)),
        widget("IntSlider", () -> new IntSlider("", 0, 1, 0)),
        widget("FloatLogSlider", () -> new FloatLogSlider("", -5, 0, 1e-3)),
        widget("FloatRangeSlider", () -> new FloatRangeSlider("", 0, 1, 0, 1)),
        widget("Checkbox", () -> new Checkbox("", true)),
        widget("Dropdown", () -> new Dropdown<>("", 1, 2)),
        widget("ToggleButtons", () -> new ToggleButtons<>("", 1, 2)),
        widget("SelectMultiple", () -> new SelectMultiple<>("", 1, 2)),
        widget("Text", () -> new Text("", "")),
        widget("FloatText", () -> new FloatText("", 0)),
        widget("Button", () -> new Button("")),
        widget("Play", () -> new Play(0, 10)),
        widget("FloatProgress/Progress", () -> new FloatProgress("", 0, 1)),
        widget("IntProgress/Progress", () -> new IntProgress("", 0, 1)),
        widget("Label", () -> new Label("")),
        widget("HTML", () -> new HTML("")),
        widget("HTMLMath", () -> new HTMLMath("")),
        widget("Image", Image::new),
        widget("Output", Output::new),
        widget("HBox", HBox::new),
        widget("VBox", VBox::new),
        widget("Tab", () -> new Tab(titled)),
        widget("Accordion", () -> new Accordion(titled)));
  }

  private static Arguments widget(String name, Supplier<Widget> make) {
    return Arguments.of(name, make);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyWidget")
  void names_are_those_of_ipywidgets(String name, Supplier<Widget> make) {
    make.get().open();
    var twin = page.twin(name.replaceFirst("/.*", "") + "Model");
    assertEquals(name.replaceFirst(".*/", "") + "View", twin.state().get("_view_name"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyWidget")
  void without_a_page_there_is_text(String name, Supplier<Widget> make) {
    page.rich = false;
    var bundle = make.get().toMimeBundle();
    assertEquals(java.util.Set.of("text/plain"), bundle.data().keySet());
    assertTrue(page.twins.isEmpty());
  }
}
