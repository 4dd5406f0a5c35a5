package omgservers.shared.tracing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A database whose statements are spans, where somebody records; connections that others take are
 * those of the pool. What a statement is about is recorded, and never what it is given.
 */
public final class TracedSource {
  private static final int STATEMENT_MAX = 2_000;
  private static final int NAME_WORDS_MAX = 8;

  /** Statements have parameters for what they are given; what is written into one is left out. */
  private static final Pattern WRITTEN = Pattern.compile("'(?:[^']|'')*'|\\b[0-9]+\\b");

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final List<String> BEFORE_A_TABLE = List.of("from", "into", "update");

  private TracedSource() {}

  /** The same database, called so in traces. */
  public static DataSource of(DataSource source, String name) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object result = call(source, method, arguments);
          return result instanceof Connection connection && Span.isRecording()
              ? connection(connection, name)
              : result;
        });
  }

  private static Connection connection(Connection connection, String name) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object result = call(connection, method, arguments);
          String sql = arguments != null && arguments[0] instanceof String text ? text : "";
          if (result instanceof CallableStatement statement) {
            return proxy(CallableStatement.class, new Statements(statement, name, sql));
          }
          if (result instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, new Statements(statement, name, sql));
          }
          return result instanceof Statement statement
              ? proxy(Statement.class, new Statements(statement, name, sql))
              : result;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            TracedSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A statement of this text, or one that gets its texts as it is executed. */
  private record Statements(Statement statement, String database, String prepared)
      implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (!method.getName().startsWith("execute")) {
        return call(statement, method, arguments);
      }
      String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
      try (Span span = Span.child("SQL", Span.Kind.CLIENT)) {
        if (span.isRecorded()) {
          String shown = shown(sql);
          span.rename(name(shown))
              .set("db.system.name", "postgresql")
              .set("db.namespace", database)
              .set("db.query.text", shown);
        }
        try {
          return call(statement, method, arguments);
        } catch (Throwable e) {
          span.failed(e);
          throw e;
        }
      }
    }
  }

  /** The statement without what is written into it, in one line. */
  static String shown(String sql) {
    String line = SPACE.matcher(WRITTEN.matcher(sql).replaceAll("?")).replaceAll(" ").strip();
    return line.length() > STATEMENT_MAX ? line.substring(0, STATEMENT_MAX) + "…" : line;
  }

  /** What it does and to which table, where that is told at its beginning. */
  static String name(String shown) {
    String[] words = shown.split(" ", NAME_WORDS_MAX * NAME_WORDS_MAX);
    String verb = words[0].toUpperCase(Locale.ROOT);
    for (int each = 0; each < words.length - 1; each++) {
      if (BEFORE_A_TABLE.contains(words[each].toLowerCase(Locale.ROOT))) {
        String table = words[each + 1].toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_].*", "");
        return table.isEmpty() ? verb : verb + " " + table;
      }
    }
    return verb;
  }
}
