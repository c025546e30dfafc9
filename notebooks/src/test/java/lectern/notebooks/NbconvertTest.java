package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// nbconvert, with nbclient in it, runs notebooks with this kernel and exports them.
class NbconvertTest {

  @TempDir Path folder;

  private String python;

  @BeforeEach
  void install() throws IOException, InterruptedException {
    python = Python.with("nbconvert", "nbclient");
    var installed = House.kernel("install", "--prefix", folder.toString(), "--name", "java");
    assertEquals(0, installed.exit(), installed::output);
  }

  private House.Finished nbconvert(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(python, "-m", "nbconvert"));
    command.addAll(List.of(arguments));
    return House.run(
        folder, Map.of("JUPYTER_PATH", folder.resolve("share/jupyter").toString()), command);
  }

  private void notebook(String code) throws IOException {
    Files.writeString(
        folder.resolve("n.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5,
         "metadata": {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}},
         "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [],
                    "execution_count": null, "source": "%s"}]}
        """
            .formatted(code));
  }

  @Test
  void notebooks_are_run_and_exported_with_highlighting() throws Exception {
    notebook("int answer = 42; // a comment\\nanswer");
    var ran = nbconvert("--to", "notebook", "--execute", "n.ipynb", "--output", "ran.ipynb");
    assertEquals(0, ran.exit(), ran::output);
    var notebook = Files.readString(folder.resolve("ran.ipynb"));
    assertTrue(notebook.contains("\"pygments_lexer\": \"java\""), notebook);
    assertEquals(0, nbconvert("--to", "html", "ran.ipynb").exit());
    var page = Files.readString(folder.resolve("ran.html"));
    assertTrue(page.contains("<span class=\"kt\">int</span>"), page);
    assertTrue(page.contains("<pre>42</pre>"), page);
    assertEquals(0, nbconvert("--to", "script", "ran.ipynb").exit());
    var script = Files.readString(folder.resolve("ran.java"));
    assertEquals("int answer = 42; // a comment\nanswer", script.strip());
  }

  @Test
  void input_that_nobody_can_give_is_an_error_that_says_so() throws Exception {
    notebook("input(\\\"name? \\\")");
    var ran = nbconvert("--to", "notebook", "--execute", "n.ipynb", "--output", "ran.ipynb");
    assertEquals(1, ran.exit(), ran::output);
    assertTrue(ran.output().contains("allow_stdin=false"), ran::output);
  }
}
