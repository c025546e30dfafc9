package lectern.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lectern.kernel.jshell.Magics.UsageException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/// Finds libraries with Maven's own resolver: the user's settings, mirrors and cache hold, and the
/// default repository is the one of Maven's super-POM. Loaded when first used.
final class MavenResolver {

  private MavenResolver() {}

  /// The jars of some coordinates and of all they need at run time.
  ///
  /// @param repositories addresses by id, besides those of the settings
  /// @throws UsageException when something is not to be had, with what and why
  static List<Path> resolve(
      MavenPlaces places, List<String> coordinates, Map<String, String> repositories) {
    var artifacts = coordinates.stream().map(MavenResolver::artifact).toList();
    var overrides =
        ContextOverrides.create().withUserSettings(true).transferListener(new Progress());
    places.settings().ifPresent(overrides::withUserSettingsXmlOverride);
    places.localRepository().ifPresent(overrides::withLocalRepositoryOverride);
    // The resolver's parts are services of the kernel's loader, not of the notebook's.
    var thread = Thread.currentThread();
    var loader = thread.getContextClassLoader();
    thread.setContextClassLoader(MavenResolver.class.getClassLoader());
    try (var context = Runtimes.INSTANCE.getRuntime().create(overrides.build())) {
      return resolve(context, artifacts, repositories);
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private static List<Path> resolve(
      Context context, List<Artifact> artifacts, Map<String, String> repositories) {
    var system = context.repositorySystem();
    var session = context.repositorySystemSession();
    var added = new ArrayList<RemoteRepository>();
    repositories.forEach(
        (id, url) -> added.add(new RemoteRepository.Builder(id, "default", url).build()));
    var collect = new CollectRequest();
    collect.setRepositories(new ArrayList<>(system.newResolutionRepositories(session, added)));
    context.remoteRepositories().forEach(collect::addRepository);
    artifacts.forEach(a -> collect.addDependency(new Dependency(a, JavaScopes.COMPILE)));
    var filter = DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME);
    try {
      return system
          .resolveDependencies(session, new DependencyRequest(collect, filter))
          .getArtifactResults()
          .stream()
          .map(result -> result.getArtifact().getFile().toPath())
          .filter(file -> file.toString().endsWith(".jar"))
          .toList();
    } catch (DependencyResolutionException e) {
      throw new UsageException(inWords(e), e);
    }
  }

  private static Artifact artifact(String coordinates) {
    var parts = coordinates.split(":", -1).length;
    try {
      return new DefaultArtifact(parts == 2 ? coordinates + ":RELEASE" : coordinates);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          coordinates
              + " is not group:artifact:version (or group:artifact:type:classifier:version).",
          e);
    }
  }

  /// The reason at the bottom, in one line.
  private static String inWords(Throwable failure) {
    var missing = "";
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
        return "The library is not in the local cache, and there is no network to fetch it: "
            + cause.getMessage()
            + ".";
      }
      if (cause instanceof ArtifactNotFoundException) {
        missing = cause.getMessage();
      }
    }
    return missing.isEmpty() ? failure.getMessage() : missing + ".";
  }

  /// Prints a line for each jar that was fetched.
  private static final class Progress extends AbstractTransferListener {

    @Override
    public void transferSucceeded(TransferEvent event) {
      var name = event.getResource().getResourceName();
      if (name.endsWith(".jar") && event.getRequestType() == TransferEvent.RequestType.GET) {
        System.out.printf(
            Locale.ROOT,
            "fetched %s (%.1f MB)%n",
            name.substring(name.lastIndexOf('/') + 1),
            event.getTransferredBytes() / 1e6);
      }
    }
  }
}
