package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {

  private static final String FILE =
      """
      {
       "cells": [
        {
         "cell_type": "markdown",
         "id": "m",
         "metadata": {},
         "source": [
          "# é <b>\\n",
          "$x$"
         ]
        },
        {
         "cell_type": "code",
         "execution_count": 3,
         "id": "c",
         "metadata": {
          "tags": [
           "raises-exception"
          ]
         },
         "outputs": [],
         "source": [
          "int x = 1;\\n",
          "x"
         ]
        }
       ],
       "metadata": {
        "custom": {
         "size": 1.50
        }
       },
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """;

  @TempDir Path folder;

  @Test
  void readingAndWritingChangesNothing() throws IOException {
    var file = Files.writeString(folder.resolve("a.ipynb"), FILE);
    var copy = folder.resolve("b.ipynb");
    Notebook.read(file).write(copy);
    assertEquals(FILE, Files.readString(copy));
  }

  @Test
  void codeCellsGiveTheirSourceAndTags() throws IOException {
    var file = Files.writeString(folder.resolve("a.ipynb"), FILE);
    var cells = Notebook.read(file).codeCells();
    assertEquals(1, cells.size());
    assertEquals("int x = 1;\nx", cells.getFirst().source());
    assertTrue(cells.getFirst().hasTag("raises-exception"));
  }

  @Test
  void linesEndWherePythonEndsThem() {
    assertEquals(
        "[\"a\\n\",\"b\\r\",\"c\\r\\n\",\"d\"]", Notebook.lines("a\nb\rc\r\nd").toString());
    assertEquals("[]", Notebook.lines("").toString());
  }

  @Test
  void aMissingFileIsNamed() {
    var error =
        assertThrows(IOException.class, () -> Notebook.read(folder.resolve("missing.ipynb")));
    assertTrue(error.getMessage().endsWith("missing.ipynb: no such notebook"), error.getMessage());
  }

  @Test
  void whatIsNoNotebookIsRefusedByName() throws IOException {
    for (var text :
        new String[] {"", "[]", "{}", "{\"nbformat\": 3, \"cells\": []}", "nonsense {"}) {
      var file = Files.writeString(folder.resolve("bad.ipynb"), text);
      var error = assertThrows(IOException.class, () -> Notebook.read(file));
      assertTrue(error.getMessage().contains("bad.ipynb"), error.getMessage());
    }
  }
}
