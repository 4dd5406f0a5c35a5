/** The control tool: a client of the public API for people and pipelines, and nothing more. */
package omgservers.ctl;
