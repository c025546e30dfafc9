package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `./lab` does without building or downloading anything.
class LauncherTest {

  @TempDir Path clone;

  @Test
  void help_names_every_command() throws Exception {
    var help = lab(House.TOP.resolve("lab"), "help");
    assertEquals(0, help.exit(), help::output);
    for (var command : List.of("run", "refresh", "doctor", "build", "install", "badge")) {
      assertTrue(help.output().contains("./lab " + command), help::output);
    }
  }

  @Test
  void an_unknown_command_fails_and_says_which_there_are() throws Exception {
    var run = lab(House.TOP.resolve("lab"), "fly");
    assertEquals(1, run.exit());
    assertTrue(run.output().contains("./lab doctor"), run::output);
    assertTrue(run.output().endsWith("lab: there is no command 'fly'.\n"), run::output);
  }

  @Test
  void it_works_through_a_link_from_another_folder() throws Exception {
    var link = Files.createSymbolicLink(clone.resolve("lectern"), House.TOP.resolve("lab"));
    var run = lab(link, "run");
    Files.delete(link);
    assertTrue(run.output().contains("which notebook?"), run::output);
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/ann/lectern.git, gh/ann/lectern/v1",
    "git@github.com:ann/lectern.git, gh/ann/lectern/v1",
    "ssh://git@github.com:22/ann/lectern, gh/ann/lectern/v1",
    "https://gitlab.com/group/sub/lectern.git, gl/group%2Fsub%2Flectern/v1",
    "https://git.example.org/ann/lectern.git,"
        + " git/https%3A%2F%2Fgit.example.org%2Fann%2Flectern.git/v1",
  })
  void the_badge_follows_the_git_remote(String remote, String path) throws Exception {
    git("init", "-q");
    git("remote", "add", "origin", remote);
    var badge = lab(copy(), "badge", "v1");
    assertEquals(
        "[![Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/"
            + path
            + "?urlpath=lab/tree/notebooks/00-welcome.ipynb)\n",
        badge.output());
  }

  @Test
  void without_a_git_remote_there_is_no_badge_but_a_sentence() throws Exception {
    git("init", "-q");
    var badge = lab(copy(), "badge");
    assertEquals(1, badge.exit());
    assertTrue(badge.output().contains("no git remote"), badge::output);
  }

  private Path copy() throws IOException {
    return Files.copy(House.TOP.resolve("lab"), clone.resolve("lab"));
  }

  private void git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var run = House.run(clone, Map.of(), command);
    assertEquals(0, run.exit(), run::output);
  }

  private House.Finished lab(Path script, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    return House.run(clone, Map.of(), command);
  }
}
