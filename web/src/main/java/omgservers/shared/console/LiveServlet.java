package omgservers.shared.console;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import omgservers.shared.problem.Refusal;

/** Where pages get what they show as it changes: <code>/console/live?topic=</code> and more. */
@WebServlet(urlPatterns = "/console/live", asyncSupported = true)
public class LiveServlet extends HttpServlet {
  @Inject private transient Live live;
  @Inject private transient Visitor visitor;
  @Inject @Any private transient Instance<LiveTopic> topics;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String wanted = request.getParameter("topic");
    LiveTopic topic =
        topics.stream()
            .filter(each -> each.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("There is no such topic."));
    LiveTopic.Seen seen = topic.seen(visitor.caller(), request::getParameter);
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    live.watch(seen, new Watcher(request.startAsync(), request.getSession(false)));
  }
}
