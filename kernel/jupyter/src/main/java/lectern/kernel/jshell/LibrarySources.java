package lectern.kernel.jshell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Reads documentation from the sources of libraries: a `-sources` jar beside a jar, or the source
/// folder of a Maven build beside its `target/classes`.
final class LibrarySources {

  private static final Pattern METHOD =
      Pattern.compile(
          "(?:.*[\\s.>])?([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:<[^(]*>)?\\.(?:<[^(]*>)?([\\p{L}_$][\\p{L}\\p{N}_$]*)\\((.*)\\).*");
  private static final Pattern CONSTRUCTOR =
      Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:<[^(]*>)?\\((.*)\\).*");
  private static final Pattern TYPE =
      Pattern.compile("(?:[\\p{L}\\p{N}_$]+\\.)*([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:<.*)?");

  private static final Pattern FIELD =
      Pattern.compile(
          "(?:.*\\.)?([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:<.*>)?\\.([\\p{L}_$][\\p{L}\\p{N}_$]*)(?::.*)");
  private static final String FIELD_MARK = "\u0000";

  private final Supplier<List<Path>> classPath;
  private final Map<Path, Map<String, List<String>>> filesBySource = new HashMap<>();

  LibrarySources(Supplier<List<Path>> classPath) {
    this.classPath = classPath;
  }

  /// What was found for a signature.
  record Found(String markdown, String source) {}

  /// The documentation of what has this signature, as JShell writes signatures.
  Optional<Found> of(String signature) {
    var method = METHOD.matcher(signature);
    if (method.matches()) {
      return find(method.group(1), method.group(2), method.group(3));
    }
    var constructor = CONSTRUCTOR.matcher(signature);
    if (constructor.matches()) {
      return find(constructor.group(1), "<init>", constructor.group(2));
    }
    var field = FIELD.matcher(signature);
    if (field.matches()) {
      return find(field.group(1), field.group(2), FIELD_MARK);
    }
    var type = TYPE.matcher(signature);
    return type.matches() ? find(type.group(1), "", "") : Optional.empty();
  }

  /// The same, in source code at hand, for example a cell's.
  static Optional<Found> in(String source, String signature) {
    var method = METHOD.matcher(signature);
    if (method.matches()) {
      return parse(method.group(1), source, method.group(2), method.group(3));
    }
    var constructor = CONSTRUCTOR.matcher(signature);
    if (constructor.matches()) {
      return parse(constructor.group(1), source, "<init>", constructor.group(2));
    }
    var field = FIELD.matcher(signature);
    if (field.matches()) {
      return parse(field.group(1), source, field.group(2), FIELD_MARK);
    }
    var type = TYPE.matcher(signature);
    return type.matches() ? parse(type.group(1), source, "", "") : Optional.empty();
  }

  /// The documentation of a method of this class, as one of its subclasses inherits it.
  Optional<Found> ofMethod(String type, String name, String parameters) {
    return find(type, name, parameters);
  }

  private Optional<Found> find(String type, String member, String parameters) {
    for (var entry : classPath.get()) {
      for (var text : textsOf(entry, type)) {
        var found = parse(type, text, member, parameters);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /// The source files of that name; signatures do not tell the package.
  private List<String> textsOf(Path entry, String type) {
    try {
      if (Files.isDirectory(entry)) {
        var sources = entry.resolve("../../src/main/java").normalize();
        if (!entry.endsWith("target/classes") || !Files.isDirectory(sources)) {
          return List.of();
        }
        var texts = new ArrayList<String>();
        for (var file : inFolder(sources).getOrDefault(type, List.of())) {
          texts.add(Files.readString(Path.of(file)));
        }
        return texts;
      }
      var jar = Path.of(entry.toString().replaceFirst("\\.jar$", "-sources.jar"));
      if (!Files.exists(jar) || jar.equals(entry)) {
        return List.of();
      }
      var texts = new ArrayList<String>();
      try (var zip = new ZipFile(jar.toFile())) {
        for (var name : inJar(zip, jar).getOrDefault(type, List.of())) {
          var bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
          texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
      }
      return texts;
    } catch (IOException e) {
      return List.of();
    }
  }

  private Map<String, List<String>> inJar(ZipFile zip, Path jar) {
    return filesBySource.computeIfAbsent(
        jar, j -> byName(zip.stream().map(ZipEntry::getName).toList()));
  }

  private Map<String, List<String>> inFolder(Path folder) throws IOException {
    var known = filesBySource.get(folder);
    if (known == null) {
      try (var files = Files.walk(folder)) {
        known = byName(files.map(Path::toString).toList());
      }
      filesBySource.put(folder, known);
    }
    return known;
  }

  private static Map<String, List<String>> byName(List<String> files) {
    return files.stream()
        .filter(file -> file.endsWith(".java"))
        .collect(
            Collectors.groupingBy(
                file -> file.substring(file.lastIndexOf('/') + 1, file.length() - 5)));
  }

  private static Optional<Found> parse(String type, String text, String member, String parameters) {
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, List.of(file));
    try {
      var finder = new Finder(DocTrees.instance(task), text, type, member, parameters);
      for (CompilationUnitTree unit : task.parse()) {
        finder.scan(unit, null);
      }
      return finder.best();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Looks for one declaration in a file.
  private static final class Finder extends TreePathScanner<Void, Void> {

    private final DocTrees trees;
    private final String text;
    private final String type;
    private final String member;
    private final List<String> parameters = new ArrayList<>();
    private Found exact;
    private Found similar;

    Finder(DocTrees trees, String text, String type, String member, String parameters) {
      this.trees = trees;
      this.text = text;
      this.type = type;
      this.member = member;
      for (var each : parameters.split(",(?![^<]*>)", -1)) {
        if (!each.isBlank()) {
          this.parameters.add(each.strip().replaceFirst("\\s+\\S+$", ""));
        }
      }
    }

    Optional<Found> best() {
      return Optional.ofNullable(exact != null ? exact : similar);
    }

    @Override
    public Void visitClass(ClassTree tree, Void ignored) {
      if (member.isEmpty() && tree.getSimpleName().contentEquals(type)) {
        note(tree, true);
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void ignored) {
      if (parameters.equals(List.of(FIELD_MARK))
          && tree.getName().contentEquals(member)
          && isIn(getCurrentPath())) {
        note(tree, true);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void ignored) {
      if (tree.getName().contentEquals(member) && isIn(getCurrentPath())) {
        var types =
            tree.getParameters().stream().map(VariableTree::getType).map(Tree::toString).toList();
        note(tree, types.equals(parameters));
      }
      return null;
    }

    private boolean isIn(TreePath path) {
      return path.getParentPath().getLeaf() instanceof ClassTree c
          && c.getSimpleName().contentEquals(type);
    }

    private void note(Tree tree, boolean matches) {
      var path = getCurrentPath();
      var comment = trees.getDocComment(path);
      var positions = trees.getSourcePositions();
      var unit = path.getCompilationUnit();
      var start = (int) positions.getStartPosition(unit, tree);
      var end = (int) positions.getEndPosition(unit, tree);
      var found =
          new Found(
              comment == null ? "" : JavadocText.toMarkdown(comment),
              start < 0 || end < start ? "" : text.substring(start, end));
      if (matches) {
        exact = found;
      } else if (similar == null) {
        similar = found;
      }
    }
  }
}
