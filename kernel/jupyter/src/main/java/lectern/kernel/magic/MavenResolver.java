package lectern.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lectern.kernel.jshell.Magics.UsageException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/// Finds libraries with Maven's own resolver: the user's settings, mirrors and cache hold, and the
/// default repository is the one of Maven's super-POM. Loaded when first used.
final class MavenResolver {

  private static final String NEWEST = "RELEASE";

  private final Context context;
  private final Map<String, String> added;

  private MavenResolver(Context context, Map<String, String> added) {
    this.context = context;
    this.added = added;
  }

  /// A jar with its coordinates.
  record Library(String group, String name, String version, Path jar) {}

  /// The jars of some coordinates and of all they need at run time.
  ///
  /// @param added addresses of repositories by id, besides those of the settings
  /// @param from the ids of the repositories to ask; empty for all
  /// @throws UsageException when something is not to be had, with what and why
  static List<Library> resolve(
      MavenPlaces places, List<String> coordinates, Map<String, String> added, List<String> from) {
    return with(
        places,
        added,
        resolver -> {
          var collect = new CollectRequest();
          coordinates.forEach(
              c -> collect.addDependency(new Dependency(artifact(c), JavaScopes.COMPILE)));
          return resolver.jars(collect, resolver.repositories(from));
        });
  }

  /// The jars of what a POM depends on, read as Maven reads it: parents, properties, managed
  /// versions and its own repositories count.
  ///
  /// @param scopes which of its dependencies
  static List<Library> resolve(
      MavenPlaces places, Pom pom, Map<String, String> added, List<String> scopes) {
    return with(places, added, resolver -> resolver.ofPom(pom, scopes));
  }

  /// The addresses of all repositories by id.
  static Map<String, String> repositories(MavenPlaces places, Map<String, String> added) {
    return with(
        places,
        added,
        resolver -> {
          var all = new LinkedHashMap<String, String>();
          resolver.repositories(List.of()).forEach(r -> all.put(r.getId(), r.getUrl()));
          return all;
        });
  }

  private static <T> T with(
      MavenPlaces places, Map<String, String> added, Function<MavenResolver, T> work) {
    var overrides =
        ContextOverrides.create().withUserSettings(true).transferListener(new Downloads());
    places.settings().ifPresent(overrides::withUserSettingsXmlOverride);
    places.localRepository().ifPresent(overrides::withLocalRepositoryOverride);
    // The resolver's parts are services of the kernel's loader, not of the notebook's.
    var thread = Thread.currentThread();
    var loader = thread.getContextClassLoader();
    thread.setContextClassLoader(MavenResolver.class.getClassLoader());
    try (var context = Runtimes.INSTANCE.getRuntime().create(overrides.build())) {
      return work.apply(new MavenResolver(context, added));
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  /// Those of the settings and those added, or the ones named.
  private List<RemoteRepository> repositories(List<String> from) {
    var own = new ArrayList<RemoteRepository>();
    added.forEach((id, url) -> own.add(new RemoteRepository.Builder(id, "default", url).build()));
    var all =
        new ArrayList<>(
            context
                .repositorySystem()
                .newResolutionRepositories(context.repositorySystemSession(), own));
    all.addAll(context.remoteRepositories());
    for (var id : from) {
      if (all.stream().noneMatch(repository -> repository.getId().equals(id))) {
        throw new UsageException(
            "There is no repository " + id + ". %mavenRepo adds one and lists them.");
      }
    }
    all.removeIf(repository -> !from.isEmpty() && !from.contains(repository.getId()));
    return all;
  }

  private List<Library> ofPom(Pom pom, List<String> scopes) {
    var session = new DefaultRepositorySystemSession(context.repositorySystemSession());
    session.setWorkspaceReader(pom);
    try {
      var request =
          new ArtifactDescriptorRequest(pom.artifact(), repositories(List.of()), "notebook");
      var read = context.repositorySystem().readArtifactDescriptor(session, request);
      if (!read.getExceptions().isEmpty()) {
        throw new UsageException(inWords(read.getExceptions().getFirst()));
      }
      var collect = new CollectRequest();
      collect.setManagedDependencies(read.getManagedDependencies());
      for (var dependency : read.getDependencies()) {
        if (scopes.contains(dependency.getScope()) && !dependency.isOptional()) {
          var artifact = dependency.getArtifact();
          collect.addDependency(
              dependency
                  .setArtifact(
                      artifact.getVersion().isEmpty() ? artifact.setVersion(NEWEST) : artifact)
                  .setScope(JavaScopes.COMPILE));
        }
      }
      if (collect.getDependencies().isEmpty()) {
        throw new UsageException(
            "This POM has no dependencies of scope " + String.join(", ", scopes) + ".");
      }
      var repositories = new ArrayList<>(repositories(List.of()));
      repositories.addAll(
          context
              .repositorySystem()
              .newResolutionRepositories(
                  context.repositorySystemSession(), List.copyOf(read.getRepositories())));
      return jars(collect, repositories);
    } catch (RepositoryException e) {
      throw new UsageException(inWords(e), e);
    }
  }

  private List<Library> jars(CollectRequest collect, List<RemoteRepository> repositories) {
    collect.setRepositories(repositories);
    var filter = DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME);
    try {
      return context
          .repositorySystem()
          .resolveDependencies(
              context.repositorySystemSession(), new DependencyRequest(collect, filter))
          .getArtifactResults()
          .stream()
          .map(result -> library(result.getArtifact()))
          .filter(library -> library.jar().toString().endsWith(".jar"))
          .toList();
    } catch (RepositoryException e) {
      throw new UsageException(inWords(e), e);
    }
  }

  private static Library library(Artifact artifact) {
    return new Library(
        artifact.getGroupId(),
        artifact.getArtifactId(),
        artifact.getVersion(),
        artifact.getFile().toPath());
  }

  /// `group:artifact:version`, also as IJava's `group#artifact;version`.
  private static Artifact artifact(String given) {
    var coordinates = given.replaceFirst("^([^#:;]+)#([^#:;]+);([^#:;]+)$", "$1:$2:$3");
    var parts = coordinates.split(":", -1).length;
    try {
      return new DefaultArtifact(parts == 2 ? coordinates + ":" + NEWEST : coordinates);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          given + " is not group:artifact:version (or group:artifact:type:classifier:version).", e);
    }
  }

  /// The reason at the bottom, in one line.
  private static String inWords(Throwable failure) {
    var missing = "";
    var last = "";
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
        return "The library is not in the local cache, and there is no network to fetch it: "
            + cause.getMessage()
            + ".";
      }
      if (cause instanceof ArtifactNotFoundException) {
        missing = cause.getMessage();
      }
      last = cause.getMessage() == null ? last : cause.getMessage();
    }
    var words = missing.isEmpty() ? last : missing;
    return words.endsWith(".") ? words : words + ".";
  }
}
