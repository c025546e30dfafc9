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

/// Reads class files of the class path, and tells which of them may end the process.
final class LibraryFiles {

  /// No class file is shorter.
  private static final int SMALLEST = 24;

  private final Map<String, JarFile> jars = new ConcurrentHashMap<>();

  /// A class file with what its loading needs.
  ///
  /// @param manifest the jar's, or null
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(byte[] bytes, URL place, Manifest manifest) {

    /// Whether something in it is called `exit` or `halt`, as far as its constants tell.
    boolean mayExit() {
      var at = 10;
      for (var i = 1; i < unsigned(8); i++) {
        switch (bytes[at]) {
          case 1 -> {
            var length = unsigned(at + 1);
            if (length == 4 && (isText(at + 3, "exit") || isText(at + 3, "halt"))) {
              return true;
            }
            at += 3 + length;
          }
          case 5, 6 -> {
            at += 9;
            i++; // long and double count twice
          }
          case 7, 8, 16, 19, 20 -> at += 3;
          case 15 -> at += 4;
          default -> at += 5;
        }
        if (at + 2 >= bytes.length) {
          return false; // odd; whoever loads it says so
        }
      }
      return false;
    }

    private int unsigned(int at) {
      return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private boolean isText(int at, String text) {
      for (var i = 0; i < text.length(); i++) {
        if (at + i >= bytes.length || bytes[at + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

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

  /// The class file, or null where it has to be loaded as ever: what is signed, what lies on no
  /// disk, what cannot be read.
  Found read(URL url, String path) {
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
        if (bytes.length < SMALLEST) {
          return null;
        }
        var manifest = jar.getManifest();
        var signed = manifest != null && manifest.getEntries().containsKey(name);
        return signed ? null : new Found(bytes, URI.create(place).toURL(), manifest);
      }
      if (text.startsWith("file:") && text.endsWith(path)) {
        var bytes = Files.readAllBytes(Path.of(url.toURI()));
        if (bytes.length < SMALLEST) {
          return null;
        }
        var place = text.substring(0, text.length() - path.length());
        return new Found(bytes, URI.create(place).toURL(), null);
      }
      return null;
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return null; // whoever loads it says what is wrong with it
    }
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
