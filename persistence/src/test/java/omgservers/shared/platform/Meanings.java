package omgservers.shared.platform;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** What the comments of the methods say that give settings, by the names of the methods. */
final class Meanings {
  private final Map<String, String> comments = new HashMap<>();

  /** The comments in the sources of this folder whose names end with these words. */
  Meanings(Path folder, String end) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> all = Files.list(folder);
        var manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(end)).toList();
      var sources = manager.getJavaFileObjectsFromPaths(files);
      JavacTask task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, sources);
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitMethod(MethodTree method, Void nothing) {
            String comment = trees.getDocComment(getCurrentPath());
            if (comment != null) {
              comments.put(method.getName().toString(), comment);
            }
            return super.visitMethod(method, null);
          }
        }.scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The comment of the method as one line of Markdown, empty if there is none. */
  String of(String method) {
    return comments
        .getOrDefault(method, "")
        .strip()
        .replaceAll("\\s+", " ")
        .replaceAll("<code> ?(.*?) ?</code>", "`$1`")
        .replace("|", "\\|");
  }
}
