package lectern.kernel.jshell;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import lectern.display.Display;

/// The code that runs before the first cell: the usual imports, what jars bring along, what the
/// user asks for.
final class Startup {

  /// A jar or folder on the class path may carry code to run at start under this name.
  static final String RESOURCE = "META-INF/lectern/startup.jsh";

  private static final String IMPORTS =
      """
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      import java.util.stream.*;
      """;

  private Startup() {}

  /// All startup code in the order in which it runs.
  static List<String> code(Settings settings) {
    var all = new ArrayList<String>();
    all.add(IMPORTS);
    ofDisplay().ifPresent(all::add);
    settings.classPath().forEach(entry -> of(entry).ifPresent(all::add));
    all.addAll(settings.startup());
    return all;
  }

  /// What a class path entry brings along.
  static Optional<String> of(Path entry) {
    try {
      if (Files.isDirectory(entry)) {
        var file = entry.resolve(RESOURCE);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
      }
      if (!Files.exists(entry)) {
        return Optional.empty();
      }
      try (var zip = new ZipFile(entry.toFile())) {
        var file = zip.getEntry(RESOURCE);
        return file == null ? Optional.empty() : Optional.of(text(zip.getInputStream(file)));
      }
    } catch (IOException e) {
      System.err.println("The class path entry cannot be read: " + entry + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// The display API lies inside the kernel's own jar.
  private static Optional<String> ofDisplay() {
    var here = Display.class.getResource("Display.class");
    if (here == null) {
      return Optional.empty();
    }
    var base = here.toString();
    var root = base.substring(0, base.length() - "lectern/display/Display.class".length());
    try {
      URL url = URI.create(root + RESOURCE).toURL();
      try (var in = url.openStream()) {
        return Optional.of(text(in));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
