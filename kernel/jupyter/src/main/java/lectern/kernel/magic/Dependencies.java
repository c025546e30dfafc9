package lectern.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lectern.kernel.jshell.CellFailure;
import lectern.kernel.jshell.ClassPaths;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;
import lectern.kernel.magic.MavenResolver.Library;

/// Magics that bring libraries into the notebook.
final class Dependencies {

  /// Which of a POM's dependencies are taken, as by IJava.
  private static final List<String> SCOPES = List.of("compile", "runtime", "system", "import");

  private final MavenPlaces places;
  private final Map<String, String> repositories = new LinkedHashMap<>();
  private final Set<Path> loaded = new HashSet<>();

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
            "%maven [--from repository] group:artifact[:version] …",
            "Puts libraries and what they need on the class path. They come from the local Maven"
                + " cache, else from the repositories of your Maven settings. Without a version:"
                + " the newest release. What is on the class path already stays.",
            this::maven),
        Magic.either(
                "loadFromPOM",
                "%loadFromPOM pom.xml [scope …]",
                "Takes the dependencies of a POM. `%%loadFromPOM` reads a POM, or `<dependency>`"
                    + " and `<repository>` elements, from the cell.",
                this::loadFromPom)
            .ofPaths(),
        Magic.line(
            "mavenRepo addMavenRepo repository",
            "%mavenRepo id url",
            "Adds a repository, also a folder, for the next `%maven`; without arguments lists all.",
            this::mavenRepo),
        Magic.line(
                "jars",
                "%jars path …",
                "Adds jars to the class path and gives their list; `*` and `?` stand for names.",
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
    var from = new ArrayList<String>();
    for (var words = call.words().iterator(); words.hasNext(); ) {
      var word = words.next();
      if (word.equals("--from") && words.hasNext()) {
        from.add(words.next());
      } else if (word.startsWith("--from=")) {
        from.add(word.substring("--from=".length()));
      } else if (word.startsWith("-")) {
        if (!List.of("-v", "--verbose").contains(word)) {
          throw new UsageException("%maven knows --from repository, not " + word + ".");
        }
      } else {
        coordinates.add(word.endsWith(",") ? word.substring(0, word.length() - 1) : word);
      }
    }
    if (coordinates.isEmpty()) {
      throw new UsageException("%maven needs coordinates: group:artifact:version.");
    }
    return put(call, MavenResolver.resolve(places, coordinates, repositories, from));
  }

  private Object loadFromPom(Magic.Call call) throws IOException, CellFailure {
    var words = new ArrayList<>(call.words());
    Pom pom;
    if (call.body().isPresent()) {
      pom = Pom.of(call.body().get());
    } else if (words.isEmpty()) {
      throw new UsageException("%loadFromPOM needs a file; %%loadFromPOM reads the cell.");
    } else {
      pom = Pom.of(Path.of(FilePaths.expand(words.removeFirst())));
    }
    var scopes = words.isEmpty() ? SCOPES : words;
    return put(call, MavenResolver.resolve(places, pom, repositories, scopes));
  }

  private Object mavenRepo(Magic.Call call) {
    var words = call.words();
    if (words.isEmpty()) {
      MavenResolver.repositories(places, repositories)
          .forEach((id, url) -> System.out.println(id + " " + url));
      return Magics.NOTHING;
    }
    if (words.size() != 2) {
      throw new UsageException("%mavenRepo takes a name and an address: %mavenRepo id url.");
    }
    repositories.put(words.get(0), address(words.get(1)));
    return Magics.NOTHING;
  }

  private static String address(String given) {
    if (given.matches("(https?|file):.+")) {
      return given;
    }
    var folder = Path.of(FilePaths.expand(given)).toAbsolutePath().normalize();
    if (Files.isDirectory(folder)) {
      return folder.toUri().toString();
    }
    throw new UsageException(
        given + " is no address of a repository: it begins with https:, http: or file:.");
  }

  private Object put(Magic.Call call, List<Library> libraries) throws CellFailure {
    var before = call.notebook().classPath();
    var jars = new ArrayList<Path>();
    for (var library : libraries) {
      var rival = Rivals.of(library, before);
      if (rival.isEmpty()) {
        jars.add(library.jar());
      } else if (!rival.get().version().equals(library.version())) {
        System.err.println(kept(library, rival.get()));
      }
    }
    call.notebook().addToClassPath(jars);
    loaded.addAll(jars);
    System.out.println(
        jars.isEmpty()
            ? "Nothing to add to the class path."
            : jars.size() == 1
                ? "1 jar added to the class path."
                : jars.size() + " jars added to the class path.");
    return Magics.NOTHING;
  }

  private String kept(Library library, Rivals.Rival rival) {
    return library.name()
        + " "
        + library.version()
        + " is not used: "
        + rival.version()
        + " is on the class path already ("
        + rival.jar()
        + "). "
        + (loaded.contains(rival.jar())
            ? "Restart the kernel and ask for " + library.version() + " first."
            : "It is there since the kernel's start; to use another, start one without it.");
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
        var problem = ClassPaths.problem(path);
        if (!problem.isEmpty()) {
          throw new UsageException(path + " cannot be read as a jar: " + problem + ".");
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
    return found.stream().map(Path::toString).toList();
  }
}
