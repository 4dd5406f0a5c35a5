package omgservers.ctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for fish from the commands themselves. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of omgctl for fish; made by: omgctl completion fish
      function __omgctl_path
          set -l words (commandline -opc)
          set -e words[1]
          set -l path
          set -l skip 0
          for word in $words
              if test $skip = 1
                  set skip 0
                  continue
              end
              switch $word
                  case -o --output --profile --as
                      set skip 1
                  case '-*'
                  case '*'
                      set -a path $word
              end
          end
          echo "$path"
      end
      function __omgctl_at
          set -l path (__omgctl_path)
          test "$path" = "$argv"
      end
      function __omgctl_in
          set -l path (__omgctl_path)
          string match -q -- "$argv *" "$path "
      end
      complete -c omgctl -f
      """;

  private FishCompletion() {}

  static String of(CommandLine root) {
    List<String> lines = new ArrayList<>();
    collect("", root, lines);
    return HEAD + String.join("\n", lines);
  }

  private static void collect(String path, CommandLine command, List<String> lines) {
    for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
      CommandSpec spec = each.getValue().getCommandSpec();
      String inner = path.isEmpty() ? each.getKey() : path + " " + each.getKey();
      lines.add(
          "complete -c omgctl -n '__omgctl_at"
              + (path.isEmpty() ? "" : " " + path)
              + "' -a "
              + each.getKey()
              + " -d "
              + quoted(first(spec.usageMessage().description())));
      if (each.getValue().getSubcommands().isEmpty()) {
        spec.options().stream()
            .filter(option -> !option.hidden())
            .forEach(option -> lines.add(option(inner, option)));
      }
      collect(inner, each.getValue(), lines);
    }
  }

  private static String option(String path, OptionSpec option) {
    StringBuilder line = new StringBuilder("complete -c omgctl -n '__omgctl_in " + path + "'");
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0 && option.arity().min() > 0) {
      line.append(option.type() == Path.class ? " -r -F" : " -x");
    }
    if (option.completionCandidates() != null) {
      String words =
          String.join(
              " ",
              StreamSupport.stream(option.completionCandidates().spliterator(), false).toList());
      line.append(" -a ").append(quoted(words));
    }
    return line.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
