package lectern.kernel.launch;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say which kernel folder is meant.
final class Target {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup private Where where = new Where();

  /// At most one of these.
  private static final class Where {
    @Option(names = "--user", description = "for this user (the default)")
    @SuppressWarnings("UnusedVariable") // the default; named so that it may be said
    private boolean user;

    @Option(names = "--sys-prefix", description = "in the active Python environment")
    private boolean sysPrefix;

    @Option(
        names = "--prefix",
        paramLabel = "FOLDER",
        description = "in FOLDER/share/jupyter/kernels")
    private Path prefix;
  }

  @Option(names = "--name", defaultValue = "lectern", description = "its name (${DEFAULT-VALUE})")
  private String name;

  KernelSpec spec() {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new ParameterException(
          command.commandLine(),
          "--name: use letters, digits, '.', '_' and '-', not \"" + name + "\"");
    }
    return new KernelSpec(folder().resolve(name));
  }

  private Path folder() {
    if (where.prefix != null) {
      return JupyterFolders.prefix(where.prefix);
    }
    var folders = JupyterFolders.here();
    if (where.sysPrefix) {
      return JupyterFolders.prefix(
          folders
              .activePrefix()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          command.commandLine(),
                          "--sys-prefix: no Python environment is active (VIRTUAL_ENV and"
                              + " CONDA_PREFIX are not set); activate one or use --prefix")));
    }
    return folders.user();
  }
}
