package omgservers.pool.console;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import omgservers.pool.LogReading;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import omgservers.pool.rest.Followers;
import omgservers.pool.rest.LogFilters;
import omgservers.pool.rest.LogPage;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Presence;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;

/**
 * Logs for pages, at <code>/console/log?of=</code> and what names the log: as it grows, a part
 * before a line, or the whole as a file.
 */
@WebServlet(urlPatterns = "/console/log", asyncSupported = true)
public class LogServlet extends HttpServlet {
  /**
   * So many of the last lines are shown at first, and so many earlier ones when they are wanted.
   */
  static final int LINES_SHOWN = 500;

  @Inject private transient Visitor visitor;
  @Inject private transient Presence presence;
  @Inject private transient Followers followers;
  @Inject @Any private transient Instance<LogSource> sources;

  /** Earlier lines, and the number of the first line that was looked at. */
  public record Earlier(long first, long missing, List<LogPage.LineView> items) {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String wanted = request.getParameter("of");
    LiveTopic.Parameters asked = request::getParameter;
    KeptLog log =
        sources.stream()
            .filter(each -> each.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("There are no such logs."))
            .find(visitor.caller(), asked);
    LogReading.Wish wish =
        new LogReading.Wish(
            stream(asked.get("stream")), LogFilters.text("contains", asked.get("contains")));
    if (asked.get("before") != null) {
      earlier(log, number("before", asked.get("before")), wish, response);
    } else if (asked.get("file") != null) {
      file(log, wanted, response);
    } else {
      follow(log, wish, request, response);
    }
  }

  private static LogStream stream(String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    try {
      return LogStream.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.field("stream", "is none of " + List.of(LogStream.values()));
    }
  }

  private static long number(String name, String value) {
    try {
      return Math.max(0, Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw Refusal.field(name, "must be a number");
    }
  }

  private static void earlier(
      KeptLog log, long before, LogReading.Wish wish, HttpServletResponse response)
      throws IOException {
    long first = Math.max(0, before - LINES_SHOWN);
    LogReading.Part part = log.from(first, LINES_SHOWN, wish);
    List<LogPage.LineView> lines =
        part.lines().stream()
            .filter(line -> line.number() < before)
            .map(LogPage.LineView::of)
            .toList();
    response.setContentType("application/json;charset=UTF-8");
    response
        .getWriter()
        .write(Json.write(new Earlier(Math.max(first, part.missing()), part.missing(), lines)));
  }

  private static void file(KeptLog log, String of, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"%s-%d.log\"".formatted(of, log.id()));
    LogReading.Wish all = new LogReading.Wish(null, null);
    PrintWriter text = response.getWriter();
    LogReading.Part part = log.from(0, LogReading.LINES_MAX, all);
    print(part, text);
    while (part.more() && !text.checkError()) {
      part = log.from(part.next(), LogReading.LINES_MAX, all);
      print(part, text);
    }
  }

  private static void print(LogReading.Part part, PrintWriter text) {
    for (LogLine line : part.lines()) {
      text.printf("%s %-8s %s%n", line.at(), line.stream(), line.text());
    }
  }

  private void follow(
      KeptLog log, LogReading.Wish wish, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String last = request.getHeader("Last-Event-ID");
    long from;
    if (last == null || last.isBlank()) {
      LogReading.Part tail = log.tail(LINES_SHOWN, wish);
      from = tail.lines().stream().findFirst().map(LogLine::number).orElse(tail.next());
    } else {
      from = 1 + number("Last-Event-ID", last);
    }
    HttpSession session = request.getSession(false);
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    Followers.Wanted wanted =
        new Followers.Wanted(
            log.id(),
            from,
            next -> {
              presence.require(session);
              return log.from(next, Followers.LINES_AT_ONCE, wish);
            });
    followers.requireRoom(log.id());
    response.flushBuffer();
    followers.follow(wanted, new PageReceiver(request.startAsync()));
  }
}
