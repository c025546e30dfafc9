package lectern.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where MNIST comes from: a folder with the four files, or the subset inside this jar.
///
/// @param folder the folder, or null for the carried subset
/// @param notice what to tell the reader: which data, from where, what accuracy to expect
record MnistSource(Path folder, String notice) {

  /// As `LECTERN_DATA`: the carried subset, even where all of MNIST could be had.
  private static final String SUBSET = "subset";

  private static final String CARRIED =
      "MNIST: a subset, 10,000 training and 2,000 test images; expect about 93 % test accuracy"
          + " where all of MNIST gives 97.5–98 %.";
  private static final List<URI> MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));
  private static final Download DOWNLOAD =
      new Download(Duration.ofSeconds(3), Duration.ofSeconds(15));

  /// Looks in the places that the environment and this machine offer.
  static MnistSource find(Map<String, String> environment) {
    return find(environment, MIRRORS, DOWNLOAD);
  }

  static MnistSource find(Map<String, String> environment, List<URI> mirrors, Download download) {
    var named = environment.getOrDefault("LECTERN_DATA", "");
    if (named.equals(SUBSET)) {
      return new MnistSource(null, CARRIED + " LECTERN_DATA asks for the subset.");
    }
    if (!named.isBlank()) {
      var folder = named(Path.of(named));
      return new MnistSource(folder, full("from " + folder));
    }
    var cache = cache(environment);
    try {
      boolean fetched = fill(cache, mirrors, download);
      return new MnistSource(cache, full((fetched ? "downloaded to " : "from ") + cache));
    } catch (IOException e) {
      return new MnistSource(
          null,
          CARRIED
              + " The full set could not be downloaded ("
              + e.getMessage()
              + "); with a network it comes by itself, or set LECTERN_DATA to its folder.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(
          "The download of MNIST was interrupted; what has come is kept and the next try goes on.",
          e);
    }
  }

  /// What [#find] would use now, without a download.
  static String describe(Map<String, String> environment) {
    var named = environment.getOrDefault("LECTERN_DATA", "");
    if (named.equals(SUBSET)) {
      return "MNIST: the carried subset (LECTERN_DATA)";
    }
    if (!named.isBlank()) {
      return "MNIST from " + named(Path.of(named)) + " (LECTERN_DATA)";
    }
    var cache = cache(environment);
    return missing(cache).isEmpty()
        ? "MNIST from " + cache
        : "MNIST is not in "
            + cache
            + " yet; the first use downloads it (11 MB) or, offline, takes the carried subset";
  }

  /// Reads one of the four files and checks it.
  Idx load(MnistFile file) {
    if (folder != null) {
      var path = path(folder, file);
      return file.verified(path.toString(), Idx.unzipped(path));
    }
    var name = "/lectern/data/mnist/" + file.gzName();
    try (var in = MnistSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new DataException(name + " is missing from the library's jar. Build it again.");
      }
      return Idx.parse(name, Idx.unzipped(name, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String full(String where) {
    return "MNIST: all 60,000 training and 10,000 test images, "
        + where
        + "; expect 97.5–98 % test accuracy of a small network.";
  }

  /// The folder that `LECTERN_DATA` names, or its subfolder `mnist`.
  private static Path named(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "LECTERN_DATA=%s: there is no such folder (seen from %s). Set it to the folder that holds %s, or unset it."
              .formatted(folder, Path.of("").toAbsolutePath(), names(List.of(MnistFile.values()))));
    }
    var below = folder.resolve("mnist");
    var chosen = missing(folder).isEmpty() || !Files.isDirectory(below) ? folder : below;
    var missing = missing(chosen);
    if (!missing.isEmpty()) {
      throw new DataException(
          "LECTERN_DATA=%s lacks %s (each plain or with .gz). Put them there, or unset LECTERN_DATA."
              .formatted(chosen, names(missing)));
    }
    return chosen;
  }

  private static Path cache(Map<String, String> environment) {
    var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    var base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return base.resolve("lectern").resolve("mnist");
  }

  /// Makes the cache complete. One process at a time; the others wait and find it filled.
  private static boolean fill(Path cache, List<URI> mirrors, Download download)
      throws IOException, InterruptedException {
    if (missing(cache).isEmpty()) {
      return false;
    }
    Files.createDirectories(cache);
    try (var channel =
            FileChannel.open(
                cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assert lock.isValid();
      var missing = missing(cache);
      for (var file : missing) {
        fetch(file, cache, mirrors, download);
      }
      return !missing.isEmpty();
    }
  }

  private static void fetch(MnistFile file, Path cache, List<URI> mirrors, Download download)
      throws IOException, InterruptedException {
    var failures = new LinkedHashSet<String>();
    for (var mirror : mirrors) {
      try (var progress = new DownloadProgress(file.gzName())) {
        download.fetch(
            mirror.resolve(file.gzName()),
            cache.resolve(file.gzName()),
            part -> original(file, part),
            progress);
        return;
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    throw new IOException(String.join("; ", failures));
  }

  private static boolean original(MnistFile file, Path part) {
    try {
      return MnistFile.sha256(Idx.unzipped(part)).equals(file.sha256);
    } catch (DataException e) {
      return false;
    }
  }

  private static Path path(Path folder, MnistFile file) {
    var plain = folder.resolve(file.plainName);
    return Files.exists(plain) ? plain : folder.resolve(file.gzName());
  }

  private static List<MnistFile> missing(Path folder) {
    var missing = new ArrayList<MnistFile>();
    for (var file : MnistFile.values()) {
      if (!Files.exists(path(folder, file))) {
        missing.add(file);
      }
    }
    return missing;
  }

  private static String names(List<MnistFile> files) {
    return String.join(
        ", ", files.stream().map(f -> f.plainName.toLowerCase(Locale.ROOT)).toList());
  }
}
