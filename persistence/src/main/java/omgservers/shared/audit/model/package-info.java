/** What was changed by whom: records beside the rows that they are about, append-only. */
package omgservers.shared.audit.model;
