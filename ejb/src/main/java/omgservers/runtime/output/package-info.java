/** What game servers write and use: read while they run, kept for a while, and shown. */
package omgservers.runtime.output;
