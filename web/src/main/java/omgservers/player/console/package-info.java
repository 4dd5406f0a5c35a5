/** Pages about the players of a stage. */
package omgservers.player.console;
