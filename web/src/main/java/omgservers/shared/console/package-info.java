/** The parts of the operator console that all of its pages share. */
package omgservers.shared.console;
