package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./lab refresh` gives the lessons outputs of their code as it is.
class RefreshTest {

  @TempDir Path folder;

  @Test
  void the_committed_outputs_and_twins_are_those_of_the_lessons() throws Exception {
    var arguments = new ArrayList<>(List.of("refresh", "--check"));
    House.lessons().forEach(lesson -> arguments.add(lesson.toString()));
    var check = House.kernel(arguments.toArray(String[]::new));
    assertEquals(0, check.exit(), check::output);
  }

  @Test
  void every_twin_belongs_to_a_lesson() throws IOException {
    assertEquals(
        House.lessons().stream().map(Path::getFileName).toList(),
        House.twins().stream().map(Path::getFileName).toList());
  }

  @Test
  void a_lesson_gets_its_outputs_and_a_twin() throws Exception {
    var lesson = write("01-a.ipynb", "40 + 2");
    assertEquals(1, refresh("--check", lesson).exit());
    var run = refresh(lesson);
    assertEquals(0, run.exit(), run::output);
    assertTrue(Files.readString(lesson).contains("\"42\""), Files.readString(lesson));
    assertTrue(Files.exists(folder.resolve("clean/01-a.ipynb")));
    assertEquals(0, refresh("--check", lesson).exit());
  }

  @Test
  void a_lesson_that_fails_stays_as_it_was_and_the_next_goes_on() throws Exception {
    var bad = write("01-bad.ipynb", "1 / 0");
    var path = write("02-path.ipynb", "System.getProperty(\"user.dir\") + \"/data\"");
    var good = write("03-good.ipynb", "40 + 2");
    var before = Files.readString(bad);
    var unrun = Files.readString(path);
    var run = refresh(bad, path, good);
    assertEquals(1, run.exit());
    assertEquals(before, Files.readString(bad));
    assertEquals(unrun, Files.readString(path));
    assertTrue(run.output().contains("01-bad.ipynb: cell 1 failed"), run::output);
    assertTrue(run.output().contains("02-path.ipynb: an output names " + folder), run::output);
    assertTrue(Files.readString(good).contains("\"42\""));
    assertEquals(List.of(good.getFileName()), twins());
  }

  private List<Path> twins() throws IOException {
    try (var files = Files.list(folder.resolve("clean"))) {
      return files.map(Path::getFileName).toList();
    }
  }

  private Path write(String name, String code) throws IOException {
    var notebook = new JsonObject();
    var cells = new JsonArray();
    cells.add(cell("markdown", "# A lesson"));
    cells.add(cell("code", code));
    notebook.add("cells", cells);
    notebook.add("metadata", new JsonObject());
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    return Files.writeString(folder.resolve(name), notebook.toString());
  }

  private static JsonObject cell(String type, String source) {
    var cell = new JsonObject();
    cell.addProperty("cell_type", type);
    cell.addProperty("id", type);
    cell.add("metadata", new JsonObject());
    cell.addProperty("source", source);
    if (type.equals("code")) {
      cell.add("outputs", new JsonArray());
    }
    return cell;
  }

  private static House.Finished refresh(Object... arguments) throws Exception {
    var all = new ArrayList<>(List.of("refresh"));
    for (var argument : arguments) {
      all.add(argument.toString());
    }
    return House.kernel(all.toArray(String[]::new));
  }
}
