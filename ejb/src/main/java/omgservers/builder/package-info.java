/**
 * Source becomes an image, the image a version. What is wished is a row with a state; what is being
 * built is held by a lease, so that a build whose server or engine went away ends, and can be
 * repeated.
 */
package omgservers.builder;
