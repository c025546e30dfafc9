package lectern.kernel.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lectern.kernel.jshell.CellFailure;
import lectern.kernel.jshell.ClassPaths;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;

/// Magics that bring libraries into the notebook.
final class Dependencies {

  private final MavenPlaces places;
  private final Map<String, String> repositories = new LinkedHashMap<>();

  Dependencies() {
    this(MavenPlaces.ofUser());
  }

  Dependencies(MavenPlaces places) {
    this.places = places;
  }

  List<Magic> magics() {
    return List.of(
        Magic.line(
            "maven addMavenDependency addMavenDependencies dependency",
            "%maven group:artifact[:version] …",
            "Puts libraries and what they need on the class path. They come from the local Maven"
                + " cache, else from the repositories of your Maven settings. Without a version:"
                + " the newest release.",
            this::maven),
        Magic.either(
            "loadFromPOM",
            "%loadFromPOM pom.xml",
            "Takes the dependencies of a POM. `%%loadFromPOM` reads `<dependency>` and"
                + " `<repository>` elements from the cell.",
            this::loadFromPom),
        Magic.line(
            "mavenRepo addMavenRepo repository",
            "%mavenRepo id url",
            "Adds a repository for the next `%maven`; without arguments lists them.",
            this::mavenRepo),
        Magic.line(
                "jars",
                "%jars path …",
                "Adds jars to the class path; `*` and `?` stand for file names.",
                c -> add(c, true))
            .ofPaths(),
        Magic.line(
                "classpath",
                "%classpath [path …]",
                "Adds jars and folders to the class path; without arguments shows it.",
                c -> add(c, false))
            .ofPaths());
  }

  private Object maven(Magic.Call call) throws CellFailure {
    var coordinates = new ArrayList<String>();
    for (var word : call.words()) {
      if (!word.startsWith("-")) {
        coordinates.add(word.endsWith(",") ? word.substring(0, word.length() - 1) : word);
      }
    }
    if (coordinates.isEmpty()) {
      throw new UsageException("%maven needs coordinates: group:artifact:version.");
    }
    return resolve(call, coordinates);
  }

  private Object loadFromPom(Magic.Call call) throws CellFailure {
    var pom =
        call.body().isPresent()
            ? PomFragment.parse(call.body().get())
            : PomFragment.read(Path.of(FilePaths.expand(call.arguments().strip())));
    repositories.putAll(pom.repositories());
    if (pom.coordinates().isEmpty()) {
      throw new UsageException("This POM has no dependencies.");
    }
    return resolve(call, pom.coordinates());
  }

  private Object mavenRepo(Magic.Call call) {
    var words = call.words();
    if (words.isEmpty()) {
      repositories.forEach((id, url) -> System.out.println(id + " " + url));
      return Magics.NOTHING;
    }
    if (words.size() != 2) {
      throw new UsageException("%mavenRepo takes a name and an address: %mavenRepo id url.");
    }
    repositories.put(words.get(0), words.get(1));
    return Magics.NOTHING;
  }

  private Object resolve(Magic.Call call, List<String> coordinates) throws CellFailure {
    var jars = MavenResolver.resolve(places, coordinates, repositories);
    var before = call.notebook().classPath();
    call.notebook().addToClassPath(jars);
    var added = jars.stream().filter(jar -> !before.contains(jar)).count();
    System.out.println(
        added == 0
            ? "Already on the class path."
            : added == 1
                ? "1 jar added to the class path."
                : added + " jars added to the class path.");
    return Magics.NOTHING;
  }

  private static Object add(Magic.Call call, boolean jarsOnly) throws CellFailure {
    var words = call.words();
    if (words.isEmpty() && !jarsOnly) {
      call.notebook().classPath().forEach(System.out::println);
      return Magics.NOTHING;
    }
    var found = new ArrayList<Path>();
    for (var word : words) {
      var paths =
          word.contains(java.io.File.pathSeparator)
              ? ClassPaths.parse(word)
              : ClassPaths.expand(word);
      for (var path : paths) {
        if (!Files.exists(path)) {
          throw new UsageException("There is no file " + path + ".");
        }
        if (jarsOnly && !path.toString().endsWith(".jar")) {
          throw new UsageException(path + " is not a jar. %classpath takes folders too.");
        }
      }
      if (paths.isEmpty()) {
        throw new UsageException("Nothing matches " + word + ".");
      }
      found.addAll(paths);
    }
    if (found.isEmpty()) {
      throw new UsageException("%" + call.name() + " needs a path.");
    }
    call.notebook().addToClassPath(found);
    return Magics.NOTHING;
  }
}
