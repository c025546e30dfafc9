package lectern.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/// Reads class files of the class path before they are loaded, to find those that end the process.
/// It costs some ten microseconds a class; most classes are then loaded as ever.
final class LibraryFiles {

  /// A method's name as a class file has it: tag, length, text.
  private static final String EXIT = "\u0001\u0000\u0004exit";

  private static final String HALT = "\u0001\u0000\u0004halt";

  private final Map<String, JarFile> jars = new ConcurrentHashMap<>();

  /// A class file with what its loading needs.
  ///
  /// @param manifest the jar's, or null
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(byte[] bytes, URL place, Manifest manifest) {

    CodeSource source() {
      return new CodeSource(place, (CodeSigner[]) null);
    }

    void define(String name, Packages packages) {
      try {
        packages.define(name, manifest == null ? new Manifest() : manifest, place);
      } catch (IllegalArgumentException e) {
        return; // another thread has just defined it
      }
    }
  }

  /// Defines a package.
  interface Packages {
    void define(String name, Manifest manifest, URL place);
  }

  /// The class file, if it names a method `exit` or `halt` and may be changed; null otherwise. What
  /// is signed must stay as it is.
  Found mayExit(URL url, String path) {
    if (url == null) {
      return null;
    }
    var text = url.toString();
    try {
      if (text.startsWith("jar:file:")) {
        var end = text.indexOf("!/");
        var place = text.substring(4, end);
        var jar = jars.computeIfAbsent(place, LibraryFiles::open);
        var name =
            URLDecoder.decode(text.substring(end + 2).replace("+", "%2B"), StandardCharsets.UTF_8);
        byte[] bytes;
        try (var in = jar.getInputStream(jar.getEntry(name))) {
          bytes = in.readAllBytes();
        }
        if (!isSuspect(bytes)) {
          return null;
        }
        var manifest = jar.getManifest();
        var signed = manifest != null && manifest.getEntries().containsKey(name);
        return signed ? null : new Found(bytes, URI.create(place).toURL(), manifest);
      }
      if (text.startsWith("file:") && text.endsWith(path)) {
        var bytes = Files.readAllBytes(Path.of(url.toURI()));
        var place = text.substring(0, text.length() - path.length());
        return isSuspect(bytes) ? new Found(bytes, URI.create(place).toURL(), null) : null;
      }
      return null;
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return null; // whoever loads it says what is wrong with it
    }
  }

  private static boolean isSuspect(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains(EXIT) || text.contains(HALT);
  }

  private static JarFile open(String place) {
    try {
      return new JarFile(new File(URI.create(place)), false, ZipFile.OPEN_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() throws IOException {
    for (var jar : jars.values()) {
      jar.close();
    }
  }
}
