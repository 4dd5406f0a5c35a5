package omgservers.shared.console;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Forms are sent to the address of their page, with its parameters: it is all that a page keeps.
 */
public class SameAddress extends ViewHandlerWrapper {
  /** Beside what the server does. */
  public SameAddress(ViewHandler wrapped) {
    super(wrapped);
  }

  @Override
  public String getActionURL(FacesContext context, String viewId) {
    String address = getWrapped().getActionURL(context, viewId);
    boolean own =
        context.getViewRoot() != null
            && viewId.equals(context.getViewRoot().getViewId())
            && address.indexOf('?') < 0;
    String query =
        own && context.getExternalContext().getRequest() instanceof HttpServletRequest request
            ? request.getQueryString()
            : null;
    return query == null ? address : address + "?" + query;
  }
}
