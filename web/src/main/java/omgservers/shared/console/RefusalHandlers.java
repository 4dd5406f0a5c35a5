package omgservers.shared.console;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.PhaseId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import omgservers.shared.problem.Refusal;

/**
 * What a use case declines at an action is told on the page, which stays as it was filled in. A
 * form of a page that the server has forgotten is not sent: the page is got anew.
 */
public class RefusalHandlers extends ExceptionHandlerFactory {
  /** Beside what the server does. */
  public RefusalHandlers(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  private static final class Handler extends ExceptionHandlerWrapper {
    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() {
      FacesContext faces = FacesContext.getCurrentInstance();
      Iterator<ExceptionQueuedEvent> events = getUnhandledExceptionQueuedEvents().iterator();
      while (events.hasNext()) {
        if (isHandled(faces, events.next())) {
          events.remove();
        }
      }
      getWrapped().handle();
    }

    private static boolean isHandled(FacesContext faces, ExceptionQueuedEvent event) {
      Throwable thrown = event.getContext().getException();
      if (isExpired(thrown)) {
        getAnew(faces);
        return true;
      }
      Refusal refusal = Refusals.in(thrown);
      boolean atAction =
          faces.isPostback() && event.getContext().getPhaseId() == PhaseId.INVOKE_APPLICATION;
      if (refusal == null || !atAction || refusal.kind() == Refusal.Kind.NOT_FOUND) {
        return false;
      }
      faces.addMessage(
          null, new FacesMessage(FacesMessage.SEVERITY_ERROR, refusal.getMessage(), null));
      return true;
    }

    private static boolean isExpired(Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause instanceof ViewExpiredException) {
          return true;
        }
      }
      return false;
    }

    private static void getAnew(FacesContext faces) {
      HttpServletRequest request = (HttpServletRequest) faces.getExternalContext().getRequest();
      try {
        faces.getExternalContext().redirect(Asked.address(request));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
