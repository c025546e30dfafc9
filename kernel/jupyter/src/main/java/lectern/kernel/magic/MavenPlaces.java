package lectern.kernel.magic;

import java.nio.file.Path;
import java.util.Optional;

/// Where Maven keeps things.
///
/// @param settings the user's `settings.xml`; empty for the usual one
/// @param localRepository the cache; empty for the one that the settings name, usually
///   `~/.m2/repository`
record MavenPlaces(Optional<Path> settings, Optional<Path> localRepository) {

  static MavenPlaces ofUser() {
    return new MavenPlaces(Optional.empty(), Optional.empty());
  }
}
