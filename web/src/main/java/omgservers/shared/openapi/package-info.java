/**
 * The OpenAPI document of all calls, made from the doors themselves: paths, parameters and bodies
 * by reflection, words from the comments in the code, the rest from MicroProfile's annotations. The
 * scanners of the servers do not know how our JSON is written, so theirs is switched off and the
 * document is given to them ready.
 */
package omgservers.shared.openapi;
