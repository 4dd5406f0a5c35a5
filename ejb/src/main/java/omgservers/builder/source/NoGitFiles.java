package omgservers.builder.source;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * The machine as Git sees it: without any settings of its own. The library would run the program
 * <code>git</code> to find them, and what a person set on this machine is no matter of builds.
 */
final class NoGitFiles extends SystemReader.Delegate {
  private NoGitFiles(SystemReader machine) {
    super(machine);
  }

  /** From now on no fetch looks for settings. */
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof NoGitFiles)) {
      SystemReader.setInstance(new NoGitFiles(SystemReader.getInstance()));
    }
  }

  @Override
  public String getenv(String name) {
    return name.startsWith("GIT_") ? null : super.getenv(name);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {
    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is nothing to load.
    }

    @Override
    public void save() {
      // There is nowhere to save to.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
