package lectern.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Completion.Candidate;
import lectern.kernel.engine.Outcome;
import lectern.kernel.jshell.Bench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MagicsTest {

  @TempDir Path folder;
  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench(new StandardMagics());
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static MimeBundle shown(String code) {
    return ((Outcome.Value) bench.run(code)).result().orElseThrow();
  }

  @Test
  void anUnknownMagicNamesItsNeighbours() {
    var failed = bench.failure("%mavne a:b:1");
    assertEquals("UsageError", failed.name());
    assertEquals("There is no magic %mavne. Did you mean %maven?", failed.message());
    assertTrue(bench.failure("%%htm\nx").message().endsWith("Did you mean %%html?"));
  }

  @Test
  void magicsStandBetweenLinesOfCode() {
    assertEquals("3", bench.value("int a = 1;\n%time int b = 2;\na + b"));
    assertTrue(bench.printed().contains("time: "), bench.printed());
    assertEquals("6", bench.value("int m = 13\n    % 7;\nm"));
    assertEquals("%who", bench.value("var s = \"\"\"\n%who\"\"\";\ns"));
  }

  @Test
  void timeShowsTheValueAndTheTime() {
    assertEquals("5", bench.value("%time 2 + 3"));
    assertEquals("7", bench.value("%%time\nint x = 3;\nx + 4"));
    assertEquals("7", bench.value("x + 4"));
  }

  @Test
  void timeitRunsCodeOften() {
    bench.value("%timeit -n 1000 -r 3 Math.sqrt(2)");
    assertTrue(
        bench.printed().matches("(?s).* per run \\(best of 3 rounds of 1,000; mean .*"),
        bench.printed());
    bench.value("int[] hits = new int[1];");
    bench.value("%%timeit -n 10 -r 2\nfor (int i = 0; i < 2; i++) hits[0]++;");
    assertEquals("42", bench.value("hits[0]")); // one run looks for mistakes
    bench.value("%timeit Math.abs(-1)");
  }

  @Test
  void timeitTellsAMistakeAsTheCellWroteIt() {
    var unknown = bench.failure("%timeit nobody + 1");
    assertEquals("line 1: cannot find variable nobody", unknown.message());
    var deeper = bench.failure("%%timeit -n 1\nint z = 0;\nzz++;");
    assertEquals("line 3: cannot find variable zz", deeper.message());
    assertTrue(bench.failure("%timeit -n -5 1").message().contains("above 0"));
  }

  @Test
  void whoListsTheVariables() {
    bench.value("double rate = 0.5;\nString word = \"<b>\";");
    var bundle = shown("%who");
    assertTrue(bundle.text().matches("(?s).*rate +double +0\\.5.*"), bundle.text());
    assertTrue(bundle.data().get(MimeBundle.HTML).toString().contains("&lt;b&gt;"));
    assertTrue(shown("%who String").text().startsWith("word"));
    assertTrue(shown("%whos rate").text().startsWith("rate"));
    bench.value("%who nobody");
    assertEquals("No such variables.\n", bench.printed());
  }

  @Test
  void textsOfOtherLanguagesAreShown() {
    assertEquals("<b>x</b>", shown("%%html\n<b>x</b>").data().get(MimeBundle.HTML));
    assertTrue(shown("%%markdown\n*x*").data().containsKey(MimeBundle.MARKDOWN));
    assertTrue(shown("%%latex\nx^2").data().containsKey(MimeBundle.LATEX));
    assertEquals("1", shown("%%js\n1").data().get("application/javascript"));
    assertEquals("UsageError", bench.failure("%html x").name());
  }

  @Test
  void aShellRunsAndSaysHowItEnded() {
    bench.value("%%bash\necho out\necho err >&2");
    assertTrue(
        bench.printed().contains("out\n") && bench.printed().contains("err\n"), bench.printed());
    assertEquals("bash ended with status 3.", bench.failure("%%bash\nexit 3").message());
    bench.value("%sh echo line");
    assertEquals("line\n", bench.printed());
    bench.value("%%bash -x\necho traced");
    assertTrue(bench.printed().contains("+ echo traced"), bench.printed());
  }

  @Test
  void aShellIsInterrupted() throws Exception {
    Predicate<ProcessHandle> isSleep =
        p -> p.info().commandLine().map(c -> c.endsWith("sleep 613")).orElse(false);
    var running =
        CompletableFuture.supplyAsync(
            () -> bench.run("%%bash\nsleep 613"), r -> new Thread(r).start());
    while (!running.isDone() && ProcessHandle.current().descendants().noneMatch(isSleep)) {
      Thread.sleep(20);
    }
    bench.engine.interrupt();
    assertInstanceOf(Outcome.Interrupted.class, running.get(60, TimeUnit.SECONDS));
  }

  @Test
  void sourcesAndNotebooksAreLoaded() throws IOException {
    var source = folder.resolve("Helper.java");
    Files.writeString(source, "package a.b;\nint helped(int n) { return n + 1; }");
    assertEquals("4", bench.value("%load " + source + "\nhelped(3)"));
    var notebook = folder.resolve("cells.ipynb");
    Files.writeString(
        notebook,
        """
        {"cells": [
          {"cell_type": "markdown", "source": ["not code"]},
          {"cell_type": "code", "source": ["%time int fromNotebook = 5;\\n", "fromNotebook++;"]},
          {"cell_type": "code", "source": "int second = fromNotebook * 2;"}]}
        """);
    assertEquals("12", bench.value("%load " + folder.resolve("cells") + "\nsecond"));
    assertTrue(bench.failure("%load nowhere.java").message().contains("There is no file"));
    Files.writeString(folder.resolve("tool.jsh"), "#!/usr/bin/env jshell\nint t = 1;\n/exit\n");
    assertEquals("1", bench.value("%load " + folder + "/tool.jsh\nt"));
    Files.writeString(folder.resolve("bad.jsh"), "int fine;\nint bad = ;\n");
    var failed = bench.failure("%load " + folder + "/bad.jsh");
    assertTrue(Bench.plain(failed).contains("bad.jsh, line 2"), Bench.plain(failed));
  }

  @Test
  void theEnvironmentIsShown() {
    assertEquals(System.getenv("PATH"), bench.value("%env PATH"));
    assertTrue(bench.failure("%env PATH=x").message().contains("cannot change"));
  }

  @Test
  void helpListsAllMagics() {
    var text = shown("%help").data().get(MimeBundle.MARKDOWN).toString();
    for (var name : new String[] {"%maven", "%jars", "%%html", "%timeit", "%who", "%load"}) {
      assertTrue(text.contains(name), name);
    }
    assertTrue(shown("%lsmagic").text().contains("%timeit [-n runs]"));
    assertTrue(!shown("%help").text().contains("|---"), "a terminal gets no Markdown table");
    assertTrue(shown("%help maven").text().contains("newest release"));
    assertTrue(
        bench.engine.inspect("%maven x", 3, 0).orElseThrow().text().contains("%maven [--from"));
  }

  @Test
  void namesAndPathsComplete() throws IOException {
    var names =
        bench.engine.complete("%mav", 4).candidates().stream().map(Candidate::text).toList();
    assertTrue(names.contains("%maven"), names.toString());
    Files.createDirectory(folder.resolve("libs"));
    var typed = "int a;\n%jars " + folder + "/li";
    var paths = bench.engine.complete(typed, typed.length());
    assertEquals(folder + "/libs/", paths.candidates().getFirst().text());
    assertEquals(typed.indexOf(folder.toString()), paths.start());
  }
}
