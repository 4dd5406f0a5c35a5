/**
 * Which server has room, and what really runs there. Drivers are the only way to game servers; the
 * room that a runtime holds is kept in the directory, so that two placements never overbook.
 */
package omgservers.pool;
