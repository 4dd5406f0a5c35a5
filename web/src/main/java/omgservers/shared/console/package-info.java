/**
 * The parts of the operator console that all of its pages share.
 *
 * <p>A page is a view <code>console/NAME.xhtml</code> on the template <code>
 * WEB-INF/console/layout.xhtml</code> (title, trail, actions, content) and a request-scoped bean
 * <code>omgservers.CONTEXT.console.NAMEPage</code>, which loads what it shows when it is made. It
 * is reached by an item of {@link omgservers.shared.console.Navigation}, and its texts are in
 * <code>omgservers/console.properties</code>.
 *
 * <ul>
 *   <li>{@link omgservers.shared.console.Visitor} is who looks: <code>caller()</code> is given to
 *       use cases, which alone decide what may be done; <code>done(key, …)</code> ends an action:
 *       it tells the text on the same page, got anew.
 *   <li>{@link omgservers.shared.console.Asked} has the parameters of the address, which is all
 *       that a page keeps: lists are filtered by plain forms of the method GET, and go on by {@link
 *       omgservers.shared.console.Asked.Listed}. Tenant, project and stage of an address are <code>
 *       omgservers.tenancy.console.Where</code>.
 *   <li>What a use case refuses at an action is told on the page as it was filled in; what it
 *       refuses while a page loads is shown as an error page with the fitting status.
 *   <li>{@link omgservers.shared.console.LiveTopic} is a view that is sent as it changes: the page
 *       names it by <code>data-live</code>, and its script hears <code>figures</code> events.
 *   <li>Composite components in <code>WEB-INF/resources/omg</code>: badge, time, empty, confirm,
 *       pager, states, names, tile, live, icon. An action on something is a button with <code>
 *       data-ask</code>, <code>data-subject</code> and <code>data-name</code> and one {@code
 *       confirm} of that name: never by its place in a list, which may have changed meanwhile.
 * </ul>
 */
package omgservers.shared.console;
